// One post: which network is shown, in which light, unfolded or not, and its text being edited.
"use strict";
{
  const panels = () => Studio.all("[data-panel]");
  let chosen = Studio.remember.get("network") || "";
  let everything = Studio.remember.get("all") === "1";
  let scheme = Studio.remember.get("scheme") || "";
  const dark = () => (scheme ? scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);

  const apply = () => {
    const tabs = Studio.all("[data-tab]");
    if (!tabs.length) return;
    const names = tabs.map((tab) => tab.dataset.tab);
    const now = names.includes(chosen) ? chosen : names[0];
    for (const tab of tabs) {
      const on = tab.dataset.tab === now && !everything;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = tab.dataset.tab === now ? 0 : -1;
    }
    for (const panel of panels()) panel.hidden = !everything && panel.dataset.network !== now;
    for (const box of Studio.all("[data-panels]")) {
      box.toggleAttribute("data-js-all", everything);
      scheme ? box.setAttribute("data-js-scheme", scheme) : box.removeAttribute("data-js-scheme");
    }
    for (const bar of Studio.all("[data-tabs]")) bar.hidden = false;
    for (const item of Studio.all("[data-js-only]")) item.hidden = false;
    for (const button of Studio.all("[data-all]")) button.setAttribute("aria-pressed", String(everything));
    for (const button of Studio.all("[data-scheme]")) button.setAttribute("aria-pressed", String(dark()));
  };
  Studio.onRender(apply);

  const choose = (name) => {
    [chosen, everything] = [name, false];
    Studio.remember.set("network", name);
    Studio.remember.set("all", "");
    apply();
  };
  Studio.on("click", "[data-tab]", (tab) => { choose(tab.dataset.tab); tab.scrollIntoView({ block: "nearest", inline: "nearest" }); });
  Studio.on("keydown", "[data-tabs]", (bar, event) => {
    const tabs = Studio.all("[data-tab]", bar);
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const tab = tabs[(to + tabs.length) % tabs.length];
    choose(tab.dataset.tab);
    tab.focus();
  });
  Studio.on("click", "[data-all]", () => {
    everything = !everything;
    Studio.remember.set("all", everything ? "1" : "");
    apply();
  });
  Studio.on("click", "[data-scheme]", () => {
    scheme = dark() ? "light" : "dark";
    Studio.remember.set("scheme", scheme);
    apply();
  });
  Studio.on("click", "[data-unfold]", (button) => button.closest("[data-words]").setAttribute("data-js-open", ""));

  // ---- editing in place ----
  const editorOf = (element) => Studio.one("[data-editor]", element.closest("[data-panel]"));
  const frameOf = (editor) => Studio.one("[data-frame]", editor.closest("[data-panel]"));

  const open = (editor) => {
    const field = Studio.one("textarea", editor);
    field.value = Studio.one('[name="before"]', editor).value;
    frameOf(editor).hidden = true;
    editor.hidden = false;
    field.focus();
    field.setSelectionRange(0, 0);
    count(editor);
  };
  const close = (editor) => {
    editor.hidden = true;
    frameOf(editor).hidden = false;
    Studio.one("[data-edit]", editor.closest("[data-panel]"))?.focus();
  };

  const count = async (editor) => {
    const said = Studio.one("[data-editor-count]", editor);
    const answer = await Studio.act("count", { network: editor.elements.network.value, text: editor.elements.text.value }, true);
    if (!answer.ok || editor.hidden) return;
    said.textContent = `${answer.counts.join(" + ")} of ${answer.limit}`;
    said.classList.toggle("over", answer.counts.some((each) => each > answer.limit));
    Studio.one("[data-editor-problems]", editor).replaceChildren(...(answer.problems || []).map((problem) => Studio.make("li", {}, problem.message)));
  };
  let later = 0;
  Studio.on("input", "[data-editor]", (editor) => {
    clearTimeout(later);
    later = setTimeout(() => count(editor), 180);
  });
  const save = async (editor) => {
    const data = Object.fromEntries(["post", "network", "text", "before"].map((name) => [name, editor.elements[name].value]));
    const answer = await Studio.act("edit", data, true);
    const problem = (answer.problems || [])[0];
    Studio.say(answer.message || (problem && problem.message) || (answer.ok ? "Saved into the note" : "It could not be saved"), !answer.ok);
    if (!answer.ok) return;
    close(editor);
    await Studio.refresh();
  };
  Studio.on("click", "[data-edit]", (button) => open(editorOf(button)));
  Studio.on("click", "[data-cancel]", (button) => close(editorOf(button)));
  Studio.on("submit", "[data-editor]", (editor, event) => { event.preventDefault(); save(editor); });
  Studio.on("keydown", "[data-editor]", (editor, event) => {
    if (event.key === "Escape") { event.preventDefault(); close(editor); }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save(editor); }
  });
}
