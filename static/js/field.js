// What a phone adds: when and where something was done, tasks by distance, coordinates to copy, one's own place for a report.
import { say } from "./desk.js";

const PATIENCE = 8_000;
const EARTH = 6_371_000; // metres
const AHEAD = Date.now() - Number(document.querySelector("[data-now]")?.dataset.now ?? Date.now());
const PREFERRED = "field-order";

const whereIAm = () => new Promise((found, failed) => {
  if (!navigator.geolocation) { failed(new Error("no device")); return; }
  navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 30_000 });
});

// Acts: the time is that of the device, the desk keeps its own beside it.
async function mark(form) {
  const field = (name) => form.elements[`captured.${name}`];
  if (!field("at").value) {
    field("at").value = new Date().toISOString();
    field("ahead").value = String(AHEAD);
  }
  if (!("place" in form.dataset) || field("lon").value) return;
  try {
    const { coords } = await whereIAm();
    field("lon").value = String(coords.longitude);
    field("lat").value = String(coords.latitude);
    field("accuracy").value = String(Math.round(coords.accuracy));
  } catch {
    // Work is not held up by a device that does not know where it is; the page says that no place was kept.
  }
}

function watch(form) {
  let marking = null;
  form.addEventListener("change", (event) => {
    if (event.target.type === "file") marking ??= mark(form);
  });
  form.addEventListener("submit", async (event) => {
    if (form.dataset.marked) return;
    event.preventDefault();
    if (form.dataset.waiting) return;
    const by = event.submitter;
    form.dataset.waiting = "yes";
    by?.setAttribute("aria-busy", "true");
    marking ??= mark(form);
    await marking;
    form.dataset.marked = "yes";
    // A form that is just being sent cannot be sent; the marking may have been done before.
    setTimeout(() => form.requestSubmit(by));
  });
}

// Tasks by distance: where somebody is stays on his phone.
function distance(here, card) {
  if (!card.dataset.lon) return Infinity;
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const north = radians(Number(card.dataset.lat) - here.latitude);
  const east = radians(Number(card.dataset.lon) - here.longitude) * Math.cos(radians(here.latitude));
  return EARTH * Math.hypot(north, east);
}

function order(list, by) {
  const cards = [...list.querySelectorAll("[data-task]")];
  const key = by === "near" ? (card) => Number(card.dataset.metres) : (card) => Date.parse(card.dataset.due) || Infinity;
  cards.sort((one, other) => key(one) - key(other) || 0);
  list.append(...cards);
  for (const button of document.querySelectorAll("[data-sort]")) button.setAttribute("aria-pressed", String(button.dataset.sort === by));
  sessionStorage.setItem(PREFERRED, by);
}

function measure(list, here) {
  for (const card of list.querySelectorAll("[data-task]")) {
    const metres = distance(here, card);
    const shown = card.querySelector("[data-distance]");
    card.dataset.metres = String(metres);
    if (!Number.isFinite(metres)) continue;
    const far = metres >= 1000;
    shown.textContent = (far ? list.dataset.kilometres : list.dataset.metres)
      .replace("{number}", far ? (metres / 1000).toFixed(1) : String(Math.round(metres / 10) * 10));
    shown.hidden = false;
  }
}

async function near(list, told) {
  const tell = (text) => { told.textContent = text; told.hidden = false; say(text); };
  tell(told.dataset.locating);
  try {
    const { coords } = await whereIAm();
    measure(list, coords);
    order(list, "near");
    tell(told.dataset.near.replace("{metres}", String(Math.ceil(coords.accuracy))));
  } catch (error) {
    order(list, "due");
    tell(error.code === 1 ? told.dataset.denied : told.dataset.failed);
  }
}

async function sorting(list) {
  const choices = document.querySelector("[data-sorting]");
  const told = document.querySelector("[data-sorting-said]");
  choices.hidden = false;
  choices.querySelector('[data-sort="due"]').addEventListener("click", () => order(list, "due"));
  choices.querySelector('[data-sort="near"]').addEventListener("click", () => near(list, told));
  if (sessionStorage.getItem(PREFERRED) !== "near") return;
  const allowed = await navigator.permissions?.query({ name: "geolocation" });
  if (allowed?.state === "granted") near(list, told);
}

// A report: one's own place is put in, unless somebody chooses another.
async function locating(box) {
  const { form } = box.querySelector("input");
  const told = box.querySelector("[data-locate-said]");
  const other = box.querySelector("details");
  const field = (name) => form.elements[name];
  if (field("lon").value || field("where").value) return;
  other.open = false;
  told.hidden = false;
  told.textContent = box.dataset.locating;
  try {
    const { coords } = await whereIAm();
    // Whoever was quicker with the map has chosen.
    if (field("lon").value) return;
    field("lon").value = String(coords.longitude);
    field("lat").value = String(coords.latitude);
    field("accuracy").value = String(Math.round(coords.accuracy));
    field("lat").dispatchEvent(new Event("change"));
    told.textContent = box.dataset.located.replace("{metres}", String(Math.ceil(coords.accuracy)));
  } catch (error) {
    told.textContent = error.code === 1 ? box.dataset.denied : box.dataset.failed;
    other.open = true;
  }
  say(told.textContent);
}

for (const form of document.querySelectorAll("form[data-captured]")) watch(form);
for (const list of document.querySelectorAll("[data-tasks]")) sorting(list);
for (const box of document.querySelectorAll("[data-locate]")) locating(box);
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    say(button.dataset.copied);
    button.textContent = button.dataset.copied;
  });
}
