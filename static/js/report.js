// What script adds to a report: classes narrow down while typing, photos are made small before they are sent, a pin is a choice.
import { composing, say } from "./desk.js";

const SIDE = 1600;
const QUALITY = 0.85;
const form = document.getElementById("report");
const what = document.getElementById("f-what");
const photos = document.getElementById("f-photos");
const kinds = document.getElementById("f-class");
let round = 0;

const holds = (choice, part) => choice.dataset.words.toLowerCase().includes(part);

/** What of a sentence may tell what is meant, with its weight: pairs of characters, words of four letters or more. */
function partsOf(text) {
  const runs = text.match(/\p{Script=Han}+|[a-z0-9]+/gu) ?? [];
  return new Map(runs.flatMap((run) => {
    if (/[a-z0-9]/.test(run)) return run.length > 3 ? [[run, 2]] : [];
    return [...run].slice(1).map((_, at) => [run.slice(at, at + 2), 1]);
  }));
}

/** The classes that share most with a sentence; what few of them hold counts for more.
 *  The desk can find them too, by its index: but every class is here already, and a phone's line may not be. */
function nearest(choices, text) {
  const found = new Map(choices.map((one) => [one, { weight: 0, worth: 0 }]));
  for (const [part, weight] of partsOf(text)) {
    const holders = choices.filter((one) => holds(one, part));
    for (const one of holders) { found.get(one).weight += weight; found.get(one).worth += weight / holders.length; }
  }
  const near = choices.filter((one) => found.get(one).weight > 1);
  const best = Math.max(...near.map((one) => found.get(one).worth));
  return near.filter((one) => found.get(one).worth * 2 >= best);
}

/** Shows the classes that hold every word, or come nearest; a group without any is hidden, one with some opens. */
function narrow() {
  const text = what.value.trim().toLowerCase();
  const words = text.split(/\s+/).filter(Boolean);
  const choices = [...kinds.querySelectorAll("[data-words]")];
  const whole = choices.filter((one) => words.every((word) => holds(one, word)));
  const found = whole.length ? whole : nearest(choices, text);
  for (const one of choices) one.hidden = Boolean(found.length) && !found.includes(one);
  for (const kind of kinds.querySelectorAll(".kind")) {
    const some = kind.querySelector("[data-words]:not([hidden])");
    kind.hidden = !some;
    if (words.length && found.length && some) kind.open = true;
  }
  const none = form.querySelector("[data-nothing]");
  const near = form.querySelector("[data-nearest]");
  none.hidden = Boolean(found.length);
  near.hidden = Boolean(whole.length || !found.length);
  for (const one of [none, near]) if (!one.hidden) say(one.textContent);
}

async function small(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    return new File([blob], "photo.jpg", { type: "image/jpeg" });
  } catch {
    // What this browser cannot read the server may; it says so if not.
    return file;
  }
}

async function shrink() {
  round += 1;
  const mine = round;
  const told = form.querySelector("[data-photos-said]");
  const files = [...photos.files].slice(0, Number(photos.dataset.most));
  if (!files.length) { told.hidden = true; return; }
  told.textContent = told.dataset.shrinking;
  told.hidden = false;
  const ready = new DataTransfer();
  for (const file of files) ready.items.add(await small(file));
  // Others have been chosen meanwhile.
  if (mine !== round) return;
  photos.files = ready.files;
  const size = Math.round([...photos.files].reduce((sum, file) => sum + file.size, 0) / 1024);
  told.textContent = told.dataset.ready.replace("{count}", photos.files.length).replace("{size}", size);
  say(told.textContent);
}

if (form) {
  what.addEventListener("input", (event) => { if (!event.isComposing) narrow(); });
  what.addEventListener("compositionend", narrow);
  what.addEventListener("keydown", (event) => {
    // Enter narrows down here; it must not send a report half written.
    if (event.key === "Enter" && !composing(event)) { event.preventDefault(); narrow(); }
  });
  form.querySelector("[data-what]").hidden = true;
  let shrinking = Promise.resolve();
  photos.addEventListener("change", () => { shrinking = shrink(); });
  form.addEventListener("submit", (event) => {
    // A report sent while photos are still being made small would send them large.
    const told = form.querySelector("[data-photos-said]");
    if (told.hidden || told.textContent !== told.dataset.shrinking) return;
    event.preventDefault();
    const by = event.submitter;
    shrinking.then(() => setTimeout(() => form.requestSubmit(by)));
  });
  // Where somebody lives stands in no address, so it is sent as a form, and alone: photos stay where they are.
  form.querySelector('[name="do"][value="where"]').addEventListener("click", async (event) => {
    event.preventDefault();
    const where = new URLSearchParams({ where: document.getElementById("f-where").value });
    const answer = await fetch("/report/places", { method: "POST", headers: { "HX-Request": "true" }, body: where });
    // Where it was refused, the answer says why.
    document.getElementById("places").innerHTML = await answer.text();
  });
  form.addEventListener("map:chosen", () => {
    const choice = document.getElementById("point-choice");
    choice.hidden = false;
    choice.querySelector("input").checked = true;
  });
  document.getElementById("f-where").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !composing(event)) {
      event.preventDefault();
      form.querySelector('[name="do"][value="where"]').click();
    }
  });
}
