// The counters' keys: hand in, find a case, the next person.
import { bindKeys } from "./window-keys.js";

const form = document.getElementById("counter");

bindKeys({
  submit: () => form?.requestSubmit(),
  find: () => location.assign("/cases"),
  next: () => location.assign(location.pathname.split("/").slice(0, 3).join("/")),
}, form);
document.querySelector("[aria-invalid=true]")?.focus();
