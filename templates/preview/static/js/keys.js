// Keys -> what they do. Every key is that of a button or a link that can be seen, so nothing is for keys alone.
"use strict";
{
  let going = 0;

  const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
  const seen = (element) => element && element.checkVisibility();
  const press = (selector) => {
    const found = Studio.all(selector).find(seen);
    if (found) found.click();
    return Boolean(found);
  };

  const search = () => {
    const field = Studio.one("#q");
    if (field) { field.focus(); field.select(); return true; }
    const posts = Studio.one('[data-go="p"]');
    if (posts) { sessionStorage.setItem("studio.search", "1"); posts.click(); }
    return Boolean(posts);
  };

  const plain = (key) => {
    if (key === "?") { Studio.one("#keys").showModal(); return true; }
    if (key === "/") return search();
    if (key === "j" || key === "k") return press(`[data-step="${key}"]`);
    if (key === "0") return press("[data-all]");
    if (key === "d") return press("[data-scheme]");
    if (/^[1-9]$/.test(key)) { const tab = Studio.all("[data-tab]")[key - 1]; if (tab) { tab.click(); return true; } return false; }
    if (key === "ArrowLeft" || key === "ArrowRight") return Studio.turn ? Studio.turn(key === "ArrowRight" ? 1 : -1) : false;
    return press(`[data-key-do="${key}"]`);
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target)) return;
    if (Studio.one("dialog[open]")) return;
    const soon = Date.now() - going < 1500;
    going = 0;
    if (soon && press(`[data-go="${event.key}"]`)) { event.preventDefault(); return; }
    if (event.key === "g") { going = Date.now(); return; }
    if (event.target instanceof Element && event.target.closest("[role=tablist], [data-calendar], .waiting") && event.key.startsWith("Arrow")) return;
    if (plain(event.key)) event.preventDefault();
  });

  document.addEventListener("DOMContentLoaded", () => {
    if (!Studio.one("#q") || !sessionStorage.getItem("studio.search")) return;
    sessionStorage.removeItem("studio.search");
    Studio.one("#q").focus();
  });
}
