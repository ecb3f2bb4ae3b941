// Hears the keys of the table under F1; Enter goes on to the next field and never hands a form in by itself.
import { composing } from "./desk.js";

// Files are chosen when there are any; who types a form through does not stop at them.
const FIELDS = "input:not([type=hidden], [type=file], [name=drop], [disabled]), select, textarea";
const dialog = document.getElementById("keys");
const table = JSON.parse(dialog.dataset.keys);

const shown = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;

export function focusNext(form, from) {
  const fields = [...form.querySelectorAll(FIELDS)].filter(shown);
  const next = fields[fields.indexOf(from) + 1];
  if (next) next.focus();
  else document.querySelector('[data-act="submit"]')?.focus();
}

export function bindKeys(acts, form) {
  const all = { help: () => (dialog.open ? dialog.close() : dialog.showModal()), ...acts };
  document.addEventListener("keydown", (event) => {
    if (composing(event)) return;
    const key = `${event.ctrlKey || event.metaKey ? "Control+" : ""}${event.key}`;
    const act = event.altKey || event.shiftKey ? undefined : table[key];
    if (act && act !== "close" && all[act]) {
      event.preventDefault();
      if (dialog.open && act !== "help") dialog.close();
      all[act]();
    } else if (form && event.key === "Enter" && !event.defaultPrevented && event.target.form === form
      && event.target.matches("input:not([type=submit], [type=file], [name=drop]), select")) {
      event.preventDefault();
      focusNext(form, event.target);
    }
  });
  for (const button of document.querySelectorAll("[data-shortcuts]")) {
    button.hidden = false;
    button.addEventListener("click", () => all.help());
  }
  for (const button of document.querySelectorAll("button[data-act]")) {
    button.hidden = false;
    if (button.type === "button") button.addEventListener("click", () => all[button.dataset.act]?.());
  }
  for (const link of document.querySelectorAll("a[data-act]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || !all[link.dataset.act]) return;
      event.preventDefault();
      all[link.dataset.act]();
    });
  }
  for (const button of document.querySelectorAll("[data-dialog-close]")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }
}
