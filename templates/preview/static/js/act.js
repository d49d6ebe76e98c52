// What a person does -> an action that the server is asked for, and its answer said.
"use strict";
{
  const root = document.documentElement;
  Studio.canAct = () => Boolean(root.dataset.actions);

  const words = (answer) => {
    if (answer.message) return answer.message;
    const problem = (answer.problems || [])[0];
    return problem ? [problem.message, problem.hint].filter(Boolean).join(": ") : "";
  };

  // Ask for an action. Gives the answer (`ok` says whether it was done); `quiet` says nothing of it.
  Studio.act = async (name, data, quiet = false) => {
    let answer;
    try {
      const response = await fetch(root.dataset.actions + name, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-Studio-Token": Studio.one('meta[name="studio-token"]').content },
        body: JSON.stringify(data),
      });
      answer = await response.json();
      answer.status = response.status;
      answer.ok = response.ok && answer.ok !== false;
    } catch {
      answer = { ok: false, status: 0, message: "The studio does not answer. Is post-forge preview still running?" };
    }
    if (!quiet) {
      Studio.say(words(answer) || (answer.ok ? "Done" : "It could not be done"), !answer.ok);
      if (answer.ok || answer.status === 409) await Studio.refresh();
    }
    return answer;
  };

  Studio.on("submit", "form[data-act]", async (form, event) => {
    event.preventDefault();
    if (form.hasAttribute("data-js-busy")) return;
    const data = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "token" && name !== "back"));
    if (data.ids !== undefined) data.ids = [data.ids];
    form.setAttribute("data-js-busy", "");
    const answer = await Studio.act(form.dataset.act, data);
    form.removeAttribute("data-js-busy");
    if (answer.ok) {
      form.closest("details.pop")?.removeAttribute("open");
      form.closest("dialog[open]")?.close();
      form.reset();
    }
  });
}
