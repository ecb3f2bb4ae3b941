// A field that looks things up while one types, as a combobox: arrows, Enter, Escape, and an input method in between.
import { composing } from "./desk.js";
import { focusNext } from "./window-keys.js";

const AFTER = 150;
const ALSO = ["subject_number", "subject_number_kind", "subject_name", "subject_phone"];

export function suggestFor(field, form, tell) {
  const list = document.getElementById(field.getAttribute("aria-controls"));
  const chosen = form.elements[field.dataset.chosen];
  let timer = 0;
  let asked = 0;
  let active = -1;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");

  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    list.removeAttribute("aria-busy");
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const move = (to) => {
    const all = options();
    if (!all.length) return;
    active = (to + all.length) % all.length;
    all.forEach((one, place) => one.setAttribute("aria-selected", String(place === active)));
    field.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  };
  const choose = (option) => {
    field.value = option.dataset.text;
    chosen.value = option.dataset.value;
    close();
    field.removeAttribute("aria-invalid");
    tell("chosen", { text: option.dataset.text });
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
  };
  async function ask() {
    clearTimeout(timer);
    asked += 1;
    const mine = asked;
    const words = field.value;
    const body = new URLSearchParams({ [field.name]: words });
    // Without a word the place is the person's own, if the desk knows him.
    if (!words.trim()) for (const name of ALSO) body.set(name, form.elements[name].value);
    try {
      const answer = await fetch(field.dataset.suggest, {
        method: "POST", body,
        headers: { "HX-Request": "true", "X-CSRF-Token": document.body.dataset.csrf },
      });
      const text = await answer.text();
      // What was found for fewer letters comes too late.
      if (mine !== asked) return;
      if (!answer.ok) { tell(answer.status === 401 ? "ended" : "away", { trouble: true }); return; }
      list.innerHTML = text;
      if (field.value === words) list.removeAttribute("aria-busy");
    } catch {
      if (mine === asked) tell("away", { trouble: true });
      return;
    }
    const found = options().length;
    list.hidden = !found;
    field.setAttribute("aria-expanded", String(found > 0));
    if (found) { tell("found", { count: found }); move(0); } else tell("none");
  }
  // What stands there for fewer letters is not what is meant: keys take nothing of it.
  const later = () => { list.setAttribute("aria-busy", "true"); clearTimeout(timer); timer = setTimeout(ask, AFTER); };
  const ready = () => !list.hidden && active >= 0 && !list.hasAttribute("aria-busy");

  field.addEventListener("input", (event) => {
    if (chosen.value) { chosen.value = ""; chosen.dispatchEvent(new Event("change", { bubbles: true })); }
    if (event.isComposing) return;
    if (field.value.trim()) later(); else close();
  });
  field.addEventListener("compositionend", later);
  field.addEventListener("keydown", (event) => {
    if (composing(event) || event.ctrlKey || event.altKey) return;
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) move(active + (event.key === "ArrowDown" ? 1 : -1)); else ask();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (ready()) { choose(options()[active]); focusNext(form, field); }
      else if (field.value.trim() && !chosen.value) ask();
      else focusNext(form, field);
    } else if (event.key === "Tab" && ready()) choose(options()[active]);
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  field.addEventListener("blur", close);
}
