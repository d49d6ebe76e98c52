// The long lists: filters that act at once, rows that come when they are about to be seen, rows mended one by one.
"use strict";
{
  // ---- filters ----
  let later = 0;
  const go = async (form) => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    const url = form.getAttribute("action") + (query.size ? `?${query}` : "");
    history.replaceState(null, "", url);
    await Studio.refresh({ whole: true });
  };
  Studio.on("input", "[data-filters] input", (field) => {
    clearTimeout(later);
    later = setTimeout(() => go(field.form), 200);
  });
  Studio.on("change", "[data-filters] select", (field) => go(field.form));
  Studio.on("submit", "[data-filters]", (form, event) => { event.preventDefault(); go(form); });

  // ---- more rows ----
  const rows = (text) => {
    const holder = document.createElement("template");
    holder.innerHTML = text;
    return holder.content;
  };
  const fetched = async (url) => {
    const answer = await fetch(url, { headers: { "X-Studio-Fragment": "rows" }, cache: "no-store", credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return rows(await answer.text());
  };
  const extend = async (marker) => {
    if (marker.hasAttribute("data-js-busy")) return;
    marker.setAttribute("data-js-busy", "");
    try {
      const found = await fetched(marker.dataset.more);
      for (const row of found.querySelectorAll(":scope > [data-key]")) row.setAttribute("data-js-chunk", marker.dataset.more);
      marker.replaceWith(found);
      watch();
    } catch { marker.removeAttribute("data-js-busy"); }
  };
  const near = "IntersectionObserver" in window && new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) extend(entry.target);
  }, { rootMargin: "3000px" });
  const watch = () => {
    if (!near || location.protocol === "file:") return;
    near.disconnect();
    for (const marker of Studio.all("[data-more]")) near.observe(marker);
  };
  Studio.on("click", "[data-more] a", (link, event) => {
    if (location.protocol === "file:") return;
    event.preventDefault();
    extend(link.closest("[data-more]"));
  });
  Studio.onRender(watch);

  // ---- mending a list of which several pieces are loaded: only the pieces that hold what changed are asked for ----
  const touched = (row, news) =>
    (news.posts || []).some((post) => row.dataset.key === post || Studio.one(`[data-key="${CSS.escape(post)}"]`, row)) ||
    (news.notes || []).some((note) => row.dataset.note === note);

  Studio.refreshRows = async (parsed, news) => {
    const list = Studio.one("[data-chunks]");
    if (!list || news.whole || !Studio.one("[data-js-chunk]", list)) return false;
    const old = [...list.querySelectorAll(":scope > [data-key]")].filter((row) => touched(row, news));
    const first = await parsed(location.href);
    const pieces = [Studio.one("[data-chunks]", first)];
    for (const url of new Set(old.map((row) => row.getAttribute("data-js-chunk")).filter(Boolean))) pieces.push(await fetched(url));
    const came = new Set();
    for (const piece of pieces.filter(Boolean)) {
      let before = null;
      for (const row of piece.querySelectorAll(":scope > [data-key]")) {
        came.add(row.dataset.key);
        const known = list.querySelector(`:scope > [data-key="${CSS.escape(row.dataset.key)}"]`);
        if (known) Studio.morph(known, row);
        else (before ? before.after(document.importNode(row, true)) : list.prepend(document.importNode(row, true)));
        before = list.querySelector(`:scope > [data-key="${CSS.escape(row.dataset.key)}"]`);
      }
    }
    for (const row of old) if (!came.has(row.dataset.key)) row.remove();
    const [top, fresh] = [Studio.one("main .top"), Studio.one("main .top", first)];
    if (top && fresh) Studio.morph(top, fresh);
    Studio.rendered();
    return true;
  };
}
