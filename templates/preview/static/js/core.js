// What every other script stands on: finding, listening, telling, copying, and what is done again after each change.
"use strict";
const Studio = (window.Studio = {});
document.documentElement.classList.add("js");

Studio.one = (selector, root = document) => root.querySelector(selector);
Studio.all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Listen for an event on whatever matches, now or later: pages are mended in place, so nothing listens to one element.
Studio.on = (type, selector, act, options) =>
  document.addEventListener(type, (event) => {
    const found = event.target instanceof Element && event.target.closest(selector);
    if (found) act(found, event);
  }, options);

const renderers = [];
Studio.onRender = (act) => renderers.push(act);
Studio.rendered = () => renderers.forEach((act) => act());

Studio.make = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  made.append(...children.filter((child) => child !== "" && child !== undefined && child !== null));
  return made;
};

Studio.say = (words, bad = false) => {
  const toast = Studio.make("p", { class: bad ? "toast bad" : "toast" }, words);
  const toasts = Studio.one("#toasts");
  while (toasts.children.length > 2) toasts.firstChild.remove();
  toasts.append(toast);
  setTimeout(() => toast.remove(), bad ? 9000 : 3200);
};

Studio.remember = {
  get(name) { try { return localStorage.getItem(`studio.${name}`); } catch { return null; } },
  set(name, value) { try { localStorage.setItem(`studio.${name}`, value); } catch { /* a page that is a file has no memory */ } },
};

// Pages that are read over a plain network have no clipboard of their own: there a hidden field does it.
Studio.copy = async (text) => {
  try { await navigator.clipboard.writeText(text); return true; } catch { /* the other way */ }
  const field = Studio.make("textarea", { class: "hush", "aria-hidden": "true" });
  field.value = text;
  (Studio.one("dialog[open]") || document.body).append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
};

Studio.on("click", "[data-copy]", async (button) => {
  const done = await Studio.copy(button.dataset.copy);
  button.focus();
  Studio.say(done ? button.dataset.said || "Copied" : "The browser did not let it be copied", !done);
});

Studio.on("click", "[data-sheet]", (button) => Studio.one(`#${button.dataset.sheet}`).showModal());
Studio.on("click", "dialog", (dialog, event) => { if (event.target === dialog) dialog.close(); });
document.addEventListener("click", (event) => {
  for (const pop of Studio.all(".pop[open]")) if (!pop.contains(event.target)) pop.open = false;
});
document.addEventListener("DOMContentLoaded", () => {
  for (const item of Studio.all("[data-js-only]")) item.hidden = false;
  Studio.rendered();
});
