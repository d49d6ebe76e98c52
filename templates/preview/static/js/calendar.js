// The calendar: arrows from one delivery to another, a sheet of what can be done, and carrying one to another slot by
// pointer or by keys. Everything done here is a command of the queue, asked of the server.
"use strict";
{
  const { make } = Studio;
  const calendar = () => Studio.one("[data-calendar]");
  const chips = () => Studio.all("[data-entry]").filter((chip) => chip.checkVisibility());
  const can = (chip, verb) => chip.dataset.possible.split(" ").includes(verb);
  const slots = (chip) => Studio.all(".slot").filter((slot) => slot.dataset.channel === chip.dataset.channel);
  const send = (chip, name, more = {}) =>
    Studio.act(name, name === "move" || name === "retry" || name === "done"
      ? { id: chip.dataset.entry, seen: chip.dataset.seen, ...more }
      : { ids: [chip.dataset.entry], seen: chip.dataset.seen, ...more });

  // ---- arrows ----
  const towards = (from, key) => {
    const here = from.getBoundingClientRect();
    const [across, down] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
    let [best, least] = [null, Infinity];
    for (const chip of chips()) {
      const there = chip.getBoundingClientRect();
      const [x, y] = [there.left - here.left, there.top - here.top];
      const along = x * across + y * down;
      const aside = Math.abs(x * down) + Math.abs(y * across);
      if (chip === from || along < 4) continue;
      const far = along + aside * 3;
      if (far < least) [best, least] = [chip, far];
    }
    return best;
  };

  Studio.on("keydown", "[data-entry]", (chip, event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || moving) return;
    if (event.key.startsWith("Arrow")) {
      const next = towards(chip, event.key);
      if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
      event.preventDefault();
      return;
    }
    if (!Studio.canAct()) return;
    if (event.key === "m" && can(chip, "move")) { event.preventDefault(); begin(chip, true); }
    if (event.key === "y" && can(chip, "approve")) { event.preventDefault(); send(chip, "approve"); }
    if (event.key === "h" && (can(chip, "hold") || can(chip, "release"))) { event.preventDefault(); send(chip, can(chip, "hold") ? "hold" : "release"); }
  });

  // ---- the sheet ----
  const labels = { approve: "Approve", unapprove: "Take the approval back", hold: "Hold", release: "Release", skip: "Skip", look: "Look again", deny: "It is not out", free: "Free it" };

  const button = (chip, verb, strong) => {
    const made = make("button", { type: "button", class: strong ? "strong" : "plain" }, labels[verb]);
    made.addEventListener("click", async () => { Studio.one("#entry").close(); await send(chip, verb); });
    return made;
  };

  // A small form that ends in one action; `fields` are elements, `read` gives what they say.
  const form = (chip, name, title, fields, label, read) => {
    const made = make("form", { class: "entry-form" }, make("label", { for: fields[0].id }, title), make("p", { class: "row" }, ...fields, make("button", { class: "plain" }, label)));
    made.addEventListener("submit", async (event) => {
      event.preventDefault();
      const data = read();
      Studio.one("#entry").close();
      await send(chip, name, data);
    });
    return made;
  };

  const moveForm = (chip) => {
    const free = slots(chip);
    const choose = make("select", { id: "move-slot" }, ...free.map((slot) => make("option", { value: slot.dataset.slot }, slot.dataset.label)), make("option", { value: "" }, "Another time"));
    const when = make("input", { id: "move-when", placeholder: "2026-12-01 09:00, mon 09:00, +2h", "aria-label": "Another time", autocomplete: "off", value: free.length ? "" : chip.dataset.local });
    const fit = () => { when.hidden = choose.value !== ""; };
    choose.addEventListener("change", fit);
    fit();
    return form(chip, "move", `Move it to another time (${chip.dataset.zone})`, [choose, when], "Move", () => ({ when: choose.value || when.value }));
  };

  const facts = (chip) => {
    const list = make("dl", { class: "entry-facts" });
    const add = (name, ...words) => words[0] && list.append(make("dt", {}, name), make("dd", {}, ...words));
    add("Channel", chip.dataset.channel);
    add("When", `${chip.dataset.when}${chip.hasAttribute("data-pinned") ? ", fixed by you" : ""}`);
    add("Clocks", chip.dataset.zone);
    add("State", chip.dataset.stateWords);
    add("Why", chip.dataset.reason);
    if (chip.dataset.live) add("There", make("a", { href: chip.dataset.live, target: "_blank", rel: "noopener noreferrer" }, chip.dataset.live));
    return list;
  };

  const open = (chip) => {
    Studio.one("#entry-title").textContent = chip.dataset.title;
    const top = make("div", { class: "entry-top" });
    if (chip.dataset.cover) top.append(make("img", { src: chip.dataset.cover, alt: "", width: 360, height: 450 }));
    top.append(facts(chip));
    const acts = make("div", { class: "entry-acts" }, ...["approve", "release", "unapprove", "hold", "look", "deny", "skip", "free"].filter((verb) => Studio.canAct() && can(chip, verb)).map((verb, number) => button(chip, verb, number === 0 && verb !== "skip" && verb !== "hold")));
    acts.append(make("a", { class: "plain button", href: chip.href }, "The post"));
    const forms = [];
    if (Studio.canAct()) {
      if (can(chip, "move")) forms.push(moveForm(chip));
      if (can(chip, "retry")) {
        const when = make("input", { id: "retry-when", placeholder: "now", autocomplete: "off" });
        forms.push(form(chip, "retry", "Try it again", [when], "Try", () => ({ when: when.value === "now" ? "" : when.value })));
      }
      if (can(chip, "done")) {
        const url = make("input", { id: "done-url", type: "url", placeholder: "https://… where it is, if you know", autocomplete: "off" });
        forms.push(form(chip, "done", "It is out", [url], "Say so", () => ({ url: url.value, when: "" })));
      }
    }
    Studio.one("#entry-body").replaceChildren(top, acts, ...forms);
    Studio.one("#entry").showModal();
  };

  let dragged = false;
  Studio.on("click", "[data-entry]", (chip, event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (dragged) { dragged = false; return; }
    if (!moving) open(chip);
  });

  // ---- carrying ----
  let moving = null; // { chip, fits, at, ghost, help }

  const begin = (chip, byKeys) => {
    const fits = slots(chip);
    if (!fits.length) { Studio.say(`No free slot of ${chip.dataset.channel} on this page`, true); return false; }
    for (const slot of fits) slot.setAttribute("data-js-fits", "");
    chip.setAttribute("data-js-taken", "");
    calendar().setAttribute("data-js-moving", "");
    moving = { chip, fits, at: null, byKeys, help: make("p", { class: "moving-help", role: "status" }) };
    (document.body).append(moving.help);
    tell();
    if (byKeys) {
      const later = fits.find((slot) => slot.dataset.slot > chip.dataset.local) || fits[0];
      over(later);
      document.addEventListener("keydown", keys, true);
    }
    return true;
  };

  const tell = () => {
    moving.help.textContent = moving.at ? `To ${moving.at.dataset.label} · ${moving.byKeys ? "Enter puts it there, Esc leaves it" : "let go to put it there"}` : "Choose a free slot";
  };

  const over = (slot) => {
    if (moving.at === slot) return;
    moving.at?.removeAttribute("data-js-over");
    moving.at = slot;
    slot?.setAttribute("data-js-over", "");
    if (moving.byKeys) slot?.scrollIntoView({ block: "nearest" });
    tell();
  };

  const end = () => {
    const { chip, fits, ghost, help } = moving;
    for (const slot of fits) { slot.removeAttribute("data-js-fits"); slot.removeAttribute("data-js-over"); }
    chip.removeAttribute("data-js-taken");
    calendar()?.removeAttribute("data-js-moving");
    ghost?.remove();
    help.remove();
    document.removeEventListener("keydown", keys, true);
    moving = null;
  };

  const drop = async () => {
    const { chip, at } = moving;
    end();
    if (at) await send(chip, "move", { when: at.dataset.slot });
    Studio.one(`[data-entry="${CSS.escape(chip.dataset.entry)}"]`)?.focus({ preventScroll: true });
  };

  function keys(event) {
    if (!moving) return;
    const { fits, at } = moving;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -1000, End: 1000 }[event.key];
    if (step) over(fits[Math.max(0, Math.min(fits.length - 1, fits.indexOf(at) + step))]);
    else if (event.key === "Enter" || event.key === " ") drop();
    else if (event.key === "Escape" || event.key === "Tab") end();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const under = (x, y) => {
    const hit = document.elementFromPoint(x, y);
    const slot = hit && hit.closest("[data-js-fits]");
    if (slot) return slot;
    const day = hit && hit.closest(".day");
    return day ? Studio.one("[data-js-fits]", day) : null;
  };

  Studio.on("pointerdown", "[data-calendar] [data-entry], .waiting [data-entry]", (chip, event) => {
    if (event.button !== 0 || event.pointerType === "touch" || !Studio.canAct() || !can(chip, "move") || moving) return;
    const [x, y] = [event.clientX, event.clientY];
    const box = chip.getBoundingClientRect();
    dragged = false;

    const move = (at) => {
      if (!moving) {
        if (Math.hypot(at.clientX - x, at.clientY - y) < 6) return;
        dragged = true;
        if (!begin(chip, false)) { stop(); return; }
        moving.ghost = chip.cloneNode(true);
        moving.ghost.removeAttribute("data-entry");
        moving.ghost.classList.add("ghost");
        document.body.append(moving.ghost);
      }
      moving.ghost.style.transform = `translate(${at.clientX - Math.min(x - box.left, 150)}px, ${at.clientY - (y - box.top)}px)`;
      if (at.clientY < 60) scrollBy(0, -14);
      if (at.clientY > innerHeight - 60) scrollBy(0, 14);
      over(under(at.clientX, at.clientY));
    };
    const stop = () => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", up);
      document.removeEventListener("pointercancel", cancel);
      document.removeEventListener("keydown", escape, true);
    };
    const up = () => { stop(); if (moving) drop(); setTimeout(() => { dragged = false; }, 0); };
    const cancel = () => { stop(); if (moving) end(); };
    const escape = (key) => { if (key.key === "Escape") { key.preventDefault(); cancel(); } };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", up);
    document.addEventListener("pointercancel", cancel);
    document.addEventListener("keydown", escape, true);
  });
  Studio.on("dragstart", "[data-entry]", (_, event) => event.preventDefault());
}
