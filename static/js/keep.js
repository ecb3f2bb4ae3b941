// Keeps what is typed into a form marked data-keep until it was taken, in this tab only: nothing is lost to a reload or a new login.
const KEPT = "kept:";
const SENT = "sent:";
const OWNER = "kept-by";

const fieldsOf = (form) => [...form.elements].filter((one) =>
  one.name && one.name !== "csrf_token" && !["file", "password", "hidden", "submit"].includes(one.type));
const isChoice = (one) => one.type === "checkbox" || one.type === "radio";

function save(form) {
  const values = fieldsOf(form).map((one) => [one.name, isChoice(one) ? (one.checked ? one.value : null) : one.value]);
  sessionStorage.setItem(KEPT + form.dataset.keep, JSON.stringify(values));
}

function restore(form) {
  const kept = sessionStorage.getItem(KEPT + form.dataset.keep);
  // What the server sends back with errors is newer than what was kept.
  if (!kept || form.querySelector("[aria-invalid]")) return;
  const waiting = JSON.parse(kept);
  for (const one of fieldsOf(form)) {
    const place = waiting.findIndex(([name]) => name === one.name);
    if (place < 0) continue;
    const [[, value]] = waiting.splice(place, 1);
    if (isChoice(one)) one.checked = value === one.value;
    // Who was quicker than this script has typed something newer.
    else if (value && one.value === (one.defaultValue ?? one.value)) one.value = value;
  }
}

// What was sent is forgotten once a page follows that neither asks to sign in nor shows the form with its errors.
function forgetTaken(root) {
  const away = location.pathname === "/login";
  for (const name of Object.keys(sessionStorage).filter((one) => one.startsWith(SENT))) {
    const key = name.slice(SENT.length);
    const again = [...root.querySelectorAll("form[data-keep]")].find((one) => one.dataset.keep === key);
    const refused = again && root.querySelector("[data-refused], [aria-invalid]");
    sessionStorage.removeItem(name);
    if (!away && !refused) sessionStorage.removeItem(KEPT + key);
  }
}

// Whoever signs in where somebody else was signed out for want of anything done finds nothing of his.
function forgetOthers() {
  const { who } = document.body.dataset;
  if (!who || sessionStorage.getItem(OWNER) === who) return;
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(KEPT) || name.startsWith(SENT)) sessionStorage.removeItem(name);
  }
  sessionStorage.setItem(OWNER, who);
}

export function keepForms(root) {
  forgetOthers();
  forgetTaken(root);
  for (const form of root.querySelectorAll("form[data-keep]")) {
    restore(form);
    form.addEventListener("input", () => save(form));
    form.addEventListener("submit", () => {
      save(form);
      sessionStorage.setItem(SENT + form.dataset.keep, "1");
    });
  }
  // Whoever signs out leaves nothing for the next person at this counter.
  for (const form of root.querySelectorAll('form[action="/logout"]')) {
    form.addEventListener("submit", () => sessionStorage.clear());
  }
}
