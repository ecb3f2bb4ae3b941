// Files chosen for a material go to the desk at once: no browser keeps a file for a form that comes back.
const headers = () => ({ "HX-Request": "true", "X-CSRF-Token": document.body.dataset.csrf });

export function keepPapers(form, tell, look) {
  form.closest("[data-window]").classList.add("scripted");
  const listOf = (code) => document.getElementById(`papers-${code}`);
  // What was wrong with the last file of a material; it stays until another is chosen there.
  const wrong = new Map();

  function mark(code) {
    const list = listOf(code);
    const input = document.getElementById(`f-file.${code}`);
    const said = list?.querySelector(".ds-validation-message");
    if (list && !said && wrong.has(code)) list.append(wrong.get(code));
    for (const [name, value] of [["aria-invalid", "true"], ["aria-describedby", `f-file.${code}-error`]]) {
      if (wrong.has(code)) input?.setAttribute(name, value);
      else if (!said) input?.removeAttribute(name);
    }
  }

  async function send(code, fill) {
    const body = new FormData();
    body.append("key", form.elements.key.value);
    body.append("code", code);
    fill(body);
    const answer = await fetch("/window/papers", { method: "POST", body, headers: headers() });
    // What is wrong with a file stands in the answer, at the field.
    if (!answer.ok && answer.status !== 422) throw Object.assign(new Error("not kept"), { status: answer.status });
    listOf(code).innerHTML = await answer.text();
    const said = listOf(code).querySelector(".ds-validation-message");
    if (said) wrong.set(code, said);
    else wrong.delete(code);
    mark(code);
    return answer.ok;
  }
  function trouble(error) {
    tell(error.status === 401 ? "ended" : error.status === 413 ? "refused" : "away", { trouble: true });
  }

  async function add(input) {
    const code = input.dataset.paper;
    const chosen = [...input.files];
    // The form itself takes none along: they are on their way already.
    input.value = "";
    if (!chosen.length) return;
    const face = input.parentElement.querySelector("[data-busy]");
    const said = face.textContent;
    face.textContent = face.dataset.busy;
    input.setAttribute("aria-busy", "true");
    try {
      const kept = await send(code, (body) => chosen.forEach((file) => body.append(`file.${code}`, file, file.name)));
      const box = form.querySelector(`input[name=brought][value="${CSS.escape(code)}"]`);
      if (kept && box) box.checked = true;
      tell(kept ? "paper" : "refused", { trouble: !kept, count: chosen.length });
      if (listOf(code).querySelector("li")) look();
    } catch (error) {
      trouble(error);
    } finally {
      face.textContent = said;
      input.removeAttribute("aria-busy");
    }
  }
  async function drop(box) {
    const code = box.dataset.of;
    try {
      await send(code, (body) => body.append("drop", box.value));
      document.getElementById(`f-file.${code}`)?.focus();
      tell("dropped");
      look();
    } catch (error) {
      box.checked = false;
      trouble(error);
    }
  }
  // The panels come anew whenever anything changes; what was said of a file is not for them to know.
  document.body.addEventListener("htmx:after:swap", () => { for (const code of wrong.keys()) mark(code); });
  form.addEventListener("change", (event) => {
    if (event.target.dataset.paper) add(event.target);
    else if (event.target.name === "drop") drop(event.target);
  });
}
