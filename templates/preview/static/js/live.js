// What the server tells -> the page as it should be now: pictures at once, the rest by fetching the page and mending it.
"use strict";
{
  const root = document.documentElement;

  const parsed = async (url) => {
    const answer = await fetch(url, { headers: { Accept: "text/html" }, cache: "no-store", credentials: "same-origin" });
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  const mark = () => {
    const at = document.activeElement;
    const entry = at && at.closest("[data-entry]");
    return entry ? `[data-entry="${CSS.escape(entry.dataset.entry)}"]` : at && at.id ? `#${CSS.escape(at.id)}` : "";
  };

  const refocus = (selector) => {
    if (selector && (document.activeElement === document.body || !document.activeElement)) Studio.one(selector)?.focus({ preventScroll: true });
  };

  const mend = (fresh) => {
    const selector = mark();
    document.title = fresh.title;
    for (const id of ["banner", "main"]) {
      const [old, wanted] = [document.getElementById(id), fresh.getElementById(id)];
      if (old && wanted) Studio.morph(old, wanted);
    }
    const [bar, wanted] = [Studio.one(".side nav"), Studio.one(".side nav", fresh)];
    if (bar && wanted) Studio.morph(bar, wanted);
    Studio.rendered();
    refocus(selector);
  };

  let asked = null;
  let again = false;
  // Fetch this page and mend what differs. Calls that come meanwhile are one more fetch, not many.
  Studio.refresh = async (news = {}) => {
    if (asked) { again = true; return asked; }
    asked = (async () => {
      try {
        if (!(Studio.refreshRows && (await Studio.refreshRows(parsed, news)))) mend(await parsed(location.href));
      } catch { /* the server is away: `hello` comes when it is back */ }
    })();
    await asked;
    asked = null;
    if (again) { again = false; return Studio.refresh(); }
  };
  Studio.mend = mend;

  const small = (url) => url.replace(/\.png$/, ".small.png");

  // New pictures of a post: each is loaded before the old one goes, so that nothing flickers.
  const slides = ({ post, formats }) => {
    const urls = Object.values(formats)[0] || [];
    for (const picture of Studio.all(`img[data-post="${CSS.escape(post)}"]`)) {
      const url = urls[picture.dataset.number - 1];
      if (!url || picture.getAttribute("src") === url || picture.getAttribute("src") === small(url)) continue;
      const wanted = picture.hasAttribute("data-small") ? small(url) : url;
      const swap = () => {
        if (picture.srcset) picture.srcset = `${small(url)} 360w, ${url} ${picture.getAttribute("width")}w`;
        picture.src = wanted;
      };
      if (!inSight(picture)) { swap(); continue; }
      const next = new Image();
      if (picture.srcset) { next.sizes = picture.sizes; next.srcset = `${small(url)} 360w, ${url} ${picture.getAttribute("width")}w`; }
      next.src = wanted;
      next.decode().then(swap, () => {});
    }
  };
  const inSight = (picture) => {
    const box = picture.getBoundingClientRect();
    return box.width > 0 && box.bottom > -200 && box.top < innerHeight + 200;
  };

  const lock = ({ busy, since }) => {
    Studio.one("#lock-dot").classList.toggle("busy", Boolean(busy));
    Studio.one("#lock-dot").classList.remove("away");
    Studio.one("#lock-words").textContent = busy ? `${busy} is at work${since ? ` since ${since}` : ""}` : "Live";
  };

  const problems = ({ errors, warnings }) => {
    const badge = Studio.one("#problem-badge");
    if (!badge) return;
    badge.hidden = !errors && !warnings;
    badge.classList.toggle("badge-bad", errors > 0);
    badge.replaceChildren(String(errors || warnings), Studio.make("span", { class: "hush" }, errors ? " errors" : " warnings"));
  };

  const progress = ({ action, done, total }) => {
    Studio.one("#lock-words").textContent = done < total ? `${action}: ${done} of ${total}` : "Live";
    Studio.one("#lock-dot").classList.toggle("busy", done < total);
  };

  // A page that could not be shown yet (the notes are being read) comes as soon as something is there.
  const waits = () => Studio.one("[data-waits]");
  const wait = () => setTimeout(async () => {
    if (!waits()) return;
    await Studio.refresh({ whole: true });
    wait();
  }, 1500);
  document.addEventListener("DOMContentLoaded", wait);

  const changed = (news) => {
    if (!waits() && news.pages && !news.pages.includes(root.dataset.page)) return;
    Studio.refresh(waits() ? { whole: true } : news);
  };

  const hello = ({ epoch }) => {
    if (root.dataset.epoch && epoch && epoch !== root.dataset.epoch && !Studio.one("[data-editor]:not([hidden])")) location.reload();
    Studio.one("#lock-dot").classList.remove("away");
    if (Studio.one("#lock-words").textContent.startsWith("The studio is away")) Studio.one("#lock-words").textContent = "Live";
  };

  if (root.dataset.events && window.EventSource) {
    const source = new EventSource(root.dataset.events);
    const news = { hello, slides, lock, problems, progress, changed };
    for (const [name, act] of Object.entries(news)) source.addEventListener(name, (event) => act(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      Studio.one("#lock-dot").classList.add("away");
      Studio.one("#lock-words").textContent = "The studio is away; this page waits for it";
    });
    addEventListener("pagehide", () => source.close());
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  }
}
