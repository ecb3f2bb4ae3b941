// The window's own script: keys, card reader, look-ups, the panels beside the form, and drafts that survive.
import { say } from "./desk.js";
import { keepDraft } from "./window-drafts.js";
import { bindKeys } from "./window-keys.js";
import { chooseOnMap } from "./window-map.js";
import { keepPapers } from "./window-papers.js";
import { listenToReader } from "./window-reader.js";
import { suggestFor } from "./window-suggest.js";

const form = document.getElementById("intake");
const status = document.querySelector("[data-status]");

// One place says how things stand: read aloud once, and left to be read.
function tell(word, { trouble = false, aloud = true, ...values } = {}) {
  const template = status.dataset[`${word}Word`] ?? "";
  const text = template.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  status.textContent = text;
  status.classList.toggle("trouble", trouble);
  if (aloud) say(text);
}

// What was chosen, ticked or left shows in the panels; words still being looked up change nothing yet.
let timer = 0;
function look() {
  clearTimeout(timer);
  timer = setTimeout(() => form.dispatchEvent(new CustomEvent("look", { bubbles: true })), 60);
}
form.addEventListener("change", (event) => {
  if (event.target.name === "acting") document.getElementById("agency").hidden = event.target.value !== "agent";
  if (!event.target.dataset.suggest && event.target.type !== "file" && event.target.name !== "drop") look();
});
// A session that has ended or a server that is away must not take the clerk off the page with what he typed.
document.body.addEventListener("htmx:before:response", (event) => {
  const answered = event.detail?.ctx?.response?.status;
  if (answered === 401 || answered >= 500) {
    event.preventDefault();
    tell(answered === 401 ? "ended" : "away", { trouble: true });
  }
});

// What was put right while the panels were on their way is newer than the answers they come with.
const TYPED = "#asked :is(input:not([type=checkbox], [type=radio], [type=file]), textarea)";
const newer = new WeakMap();
document.body.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  const sent = ctx.request.body;
  const fields = [...form.querySelectorAll(TYPED)].filter((one) => sent?.get(one.name) !== one.value);
  newer.set(ctx, fields.map((one) => [one, one.value]));
});
document.body.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  for (const [field, value] of newer.get(ctx) ?? []) field.value = value;
});

// Questions come after their matter was chosen: whoever went on and wrote nothing is led to the first of them.
let led = form.elements.matter.value;
document.body.addEventListener("htmx:after:swap", () => {
  const first = form.querySelector("#asked .questions :is(input, select, textarea)");
  const matter = form.elements.matter.value;
  if (!first || matter === led) return;
  led = matter;
  const beyond = form.elements.description;
  if (document.activeElement === beyond && !beyond.value && !first.value) first.focus();
});

for (const one of document.querySelectorAll("[data-without-script]")) one.hidden = true;
const draft = keepDraft(form, tell);
for (const field of form.querySelectorAll("[data-suggest]")) suggestFor(field, form, tell);
listenToReader(form, tell);
keepPapers(form, tell, look);
const map = chooseOnMap(form);
bindKeys({
  submit: () => form.requestSubmit(),
  park: () => draft.park(),
  next: () => draft.leave("/window"),
  same: () => {},
  find: () => draft.leave("/cases"),
  person: () => form.elements.subject_number.select(),
  place: () => form.elements.place_words.select(),
  matter: () => form.elements.matter_words.select(),
  map: () => map.open(),
}, form);

const wrong = form.querySelector("[aria-invalid=true]");
if (wrong) { wrong.focus(); tell("errors", { trouble: true }); }
