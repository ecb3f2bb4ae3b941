// The page of a case: a form that comes in gets the focus, and Ctrl+Enter sends the one somebody is in.
import { composing, say } from "./desk.js";
import { keepForms } from "./keep.js";

document.body.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.ctrlKey || composing(event)) return;
  const form = event.target.closest?.("form.act-form");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});
document.body.addEventListener("htmx:after:swap", () => {
  const form = document.querySelector("#act form.act-form");
  if (!form || form.dataset.met) return;
  form.dataset.met = "yes";
  keepForms(form.parentElement);
  const first = form.querySelector("textarea, select, input:not([type=hidden])");
  first?.focus();
  say(form.querySelector("h2")?.textContent ?? "");
});
