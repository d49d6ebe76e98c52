// Decks: arrow keys, touch, dots and arrows turn the slides; the alternative text on demand; a picture in full.
"use strict";
{
  const slides = (deck) => Studio.all(".deck-slide", deck);
  const place = (deck, number) => slides(deck)[number].offsetLeft - slides(deck)[0].offsetLeft;
  const target = new WeakMap();

  const nearest = (deck) => {
    const strip = Studio.one("[data-strip]", deck);
    if (!strip.clientWidth) return Number(deck.dataset.jsAt || 0);
    const end = strip.scrollWidth - strip.clientWidth;
    if (end > 0 && strip.scrollLeft > end - 2 && slides(deck).length > 1) return slides(deck).length - 1;
    let best = 0;
    slides(deck).forEach((_, number) => {
      if (Math.abs(place(deck, number) - strip.scrollLeft) < Math.abs(place(deck, best) - strip.scrollLeft)) best = number;
    });
    return best;
  };

  const show = (deck, at) => {
    const total = slides(deck).length;
    deck.dataset.jsAt = at;
    for (const words of Studio.all("[data-at]", deck)) words.textContent = at + 1;
    Studio.one("[data-progress]", deck)?.setAttribute("width", at + 1);
    Studio.all("[data-to]", deck).forEach((dot, number) => (number === at ? dot.setAttribute("aria-current", "true") : dot.removeAttribute("aria-current")));
    for (const arrow of Studio.all("[data-turn]", deck)) arrow.disabled = arrow.dataset.turn === "-1" ? at === 0 : at === total - 1;
    const text = Studio.one("[data-alt-text]", deck);
    if (text && !text.hidden) text.textContent = altOf(deck, at);
  };
  const altOf = (deck, at) => Studio.one("img", slides(deck)[at])?.alt || "This slide has no alternative text.";

  const turnTo = (deck, at) => {
    const wanted = Math.max(0, Math.min(slides(deck).length - 1, at));
    target.set(deck, wanted);
    Studio.one("[data-strip]", deck).scrollTo({ left: place(deck, wanted) });
    show(deck, wanted);
  };
  const turn = (deck, by) => turnTo(deck, (target.get(deck) ?? nearest(deck)) + by);

  // Turns the deck that has the focus, else the first in sight. Says whether there was one.
  Studio.turn = (by) => {
    const decks = Studio.all("[data-deck]").filter((deck) => deck.checkVisibility());
    const deck = document.activeElement.closest("[data-deck]") || decks.find((one) => one.getBoundingClientRect().bottom > 80) || decks[0];
    if (!deck) return false;
    turn(deck, by);
    return true;
  };

  let waiting = 0;
  document.addEventListener("scroll", (event) => {
    if (!(event.target instanceof Element) || !event.target.matches("[data-strip]")) return;
    const deck = event.target.closest("[data-deck]");
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => { if (!target.has(deck)) show(deck, nearest(deck)); });
  }, true);
  document.addEventListener("scrollend", (event) => {
    if (!(event.target instanceof Element) || !event.target.matches("[data-strip]")) return;
    const deck = event.target.closest("[data-deck]");
    target.delete(deck);
    show(deck, nearest(deck));
  }, true);
  for (const type of ["pointerdown", "wheel"])
    Studio.on(type, "[data-strip]", (strip) => target.delete(strip.closest("[data-deck]")), { passive: true });

  Studio.on("keydown", "[data-strip]", (strip, event) => {
    const deck = strip.closest("[data-deck]");
    const to = { Home: -1000, End: 1000 }[event.key]; // the arrows are everybody's: keys.js
    if (!to || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    turn(deck, to);
  });
  Studio.on("click", "[data-deck] [data-turn]", (button) => turn(button.closest("[data-deck]"), Number(button.dataset.turn)));
  Studio.on("click", "[data-to]", (dot) => turnTo(dot.closest("[data-deck]"), Number(dot.dataset.to)));
  Studio.on("click", "[data-alt]", (button) => {
    const deck = button.closest("[data-deck]");
    const text = Studio.one("[data-alt-text]", deck);
    text.hidden = !text.hidden;
    button.setAttribute("aria-expanded", String(!text.hidden));
    text.textContent = altOf(deck, nearest(deck));
  });
  Studio.onRender(() => {
    for (const deck of Studio.all("[data-deck]")) show(deck, Math.min(Number(deck.dataset.jsAt || 0), slides(deck).length - 1));
  });

  // ---- a picture in full ----
  let shown = [];
  let at = 0;
  const full = (number) => {
    at = (number + shown.length) % shown.length;
    const [from, picture] = [shown[at], Studio.one("#lightbox-picture")];
    picture.width = from.getAttribute("width");
    picture.height = from.getAttribute("height");
    picture.src = from.getAttribute("src");
    picture.alt = from.alt;
    Studio.one("#lightbox-alt").textContent = from.alt;
    for (const arrow of Studio.all("#lightbox [data-turn]")) arrow.hidden = shown.length < 2;
  };
  Studio.on("click", "[data-light]", (button) => {
    const around = button.closest(".media-grid, .slide-list, .layouts") || button;
    shown = Studio.all("[data-light] img", around);
    if (!shown.length) shown = Studio.all("img", button);
    full(Math.max(0, shown.indexOf(Studio.one("img", button))));
    Studio.one("#lightbox").showModal();
  });
  Studio.on("click", "#lightbox [data-turn]", (button) => full(at + Number(button.dataset.turn)));
  Studio.on("keydown", "#lightbox", (_, event) => {
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") { event.preventDefault(); full(at + (event.key === "ArrowRight" ? 1 : -1)); }
  });
}
