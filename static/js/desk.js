// What every page needs of script: it warns before a session ends, keeps what was typed, and says what happened.
import { keepForms } from "./keep.js";
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

document.querySelector("[data-focus]")?.focus();
document.body.addEventListener("htmx:config:request", (event) => {
  const token = document.body.dataset.csrf;
  const headers = event.detail?.ctx?.request?.headers ?? event.detail?.headers;
  if (token && headers) headers["X-CSRF-Token"] = token;
});
keepForms(document);
watchSession(document.body);
