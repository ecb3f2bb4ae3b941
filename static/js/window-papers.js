// Files chosen for a material go to the desk at once: no browser keeps a file for a form that comes back.
const headers = () => ({ "HX-Request": "true", "X-CSRF-Token": document.body.dataset.csrf });

export function keepPapers(form, tell, look) {
  form.closest("[data-window]").classList.add("scripted");
  const listOf = (code) => document.getElementById(`papers-${code}`);

  async function send(code, fill) {
    const body = new FormData();
    body.append("key", form.elements.key.value);
    body.append("code", code);
    fill(body);
    const answer = await fetch("/window/papers", { method: "POST", body, headers: headers() });
    // What is wrong with a file stands in the answer, at the field.
    if (!answer.ok && answer.status !== 422) throw Object.assign(new Error("not kept"), { status: answer.status });
    listOf(code).innerHTML = await answer.text();
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
      look();
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
  form.addEventListener("change", (event) => {
    if (event.target.dataset.paper) add(event.target);
    else if (event.target.name === "drop") drop(event.target);
  });
}
