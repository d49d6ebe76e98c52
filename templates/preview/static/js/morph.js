// An element and how it should be -> the same element, changed only where it differs, so that places, focus and what is
// half typed stay. Children are known again by id or data-key, else by kind and order.
"use strict";
{
  // What scripts set and no page says anew: which tab is open, where a deck stands, what is unfolded.
  const ours = new Set(["hidden", "open", "aria-selected", "aria-expanded", "aria-pressed", "tabindex", "disabled"]);
  const kept = (element, name) =>
    name.startsWith("data-js-") || (ours.has(name) && !element.classList.contains("badge")) || (name === "aria-current" && element.classList.contains("dot"));

  const attributes = (old, fresh) => {
    for (const { name, value } of [...fresh.attributes])
      if (!kept(old, name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
    for (const { name } of [...old.attributes])
      if (!kept(old, name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
  };

  const values = (old, fresh) => {
    if (old instanceof HTMLTextAreaElement) {
      const editor = old.closest("[data-editor]");
      if (!editor || editor.hidden) old.value = fresh.defaultValue;
    } else if (old instanceof HTMLInputElement && old !== document.activeElement && old.type !== "hidden") old.value = fresh.value;
  };

  const frozen = (element) => element.matches("[data-editor]:not([hidden])");
  const name = (node) => (node.nodeType === 1 ? node.id || node.dataset.key || "" : "");
  const like = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && name(a) === name(b);

  const children = (old, fresh) => {
    const named = new Map([...old.children].filter(name).map((child) => [`${child.nodeName} ${name(child)}`, child]));
    let at = old.firstChild;
    for (const wanted of [...fresh.childNodes]) {
      const known = name(wanted) && named.get(`${wanted.nodeName} ${name(wanted)}`);
      if (known) {
        if (known === at) at = at.nextSibling;
        else old.insertBefore(known, at);
        morph(known, wanted);
      } else if (at && like(at, wanted)) {
        const next = at.nextSibling;
        morph(at, wanted);
        at = next;
      } else old.insertBefore(document.importNode(wanted, true), at);
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  };

  function morph(old, fresh) {
    if (old.nodeType !== 1) {
      if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
      return;
    }
    if (frozen(old)) return;
    attributes(old, fresh);
    if (!(old instanceof HTMLTextAreaElement) && !old.hasAttribute("data-js-filled")) children(old, fresh);
    values(old, fresh);
  }
  Studio.morph = morph;
}
