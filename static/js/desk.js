// What every page needs of script: it warns before a session ends, keeps what was typed, and says what happened.
import { keepForms } from "./keep.js";
import { leaveTogether } from "./leaving.js";
import { watchSession } from "./session.js";

export function say(text) {
  const place = document.getElementById("said");
  if (!place) return;
  place.textContent = "";
  // A reader repeats a text only when it changes.
  requestAnimationFrame(() => { place.textContent = text; });
}

// While an input method composes, Enter chooses a candidate and every other key belongs to it.
export const composing = (event) => event.isComposing || event.keyCode === 229;

/** Lets file fields speak the page's language: the browser's own button speaks the browser's. */
function dressFileFields() {
  for (const pick of document.querySelectorAll(".pick:not(.dressed)")) {
    const [field, said] = [pick.querySelector("input"), pick.querySelector(".pick-said")];
    const none = said.textContent;
    const tell = () => { said.textContent = [...field.files].map((file) => file.name).join(", ") || none; };
    pick.classList.add("dressed");
    field.addEventListener("change", tell);
    tell();
  }
}

document.querySelector("[data-focus]")?.focus();
dressFileFields();
document.body.addEventListener("htmx:after:swap", dressFileFields);
document.body.addEventListener("htmx:config:request", (event) => {
  const token = document.body.dataset.csrf;
  const headers = event.detail?.ctx?.request?.headers ?? event.detail?.headers;
  if (token && headers) headers["X-CSRF-Token"] = token;
});
keepForms(document);
leaveTogether(document.body);
watchSession(document.body);
