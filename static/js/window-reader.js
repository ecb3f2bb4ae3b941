// A card reader that types: what comes in a burst and ends in Enter is read as a card, wherever the cursor stands.
import { composing } from "./desk.js";

const GAP = 150; // milliseconds between two signs; hands that are as fast with a whole right number mean the same
const LEAST = 15; // signs of the shortest number on a card
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY";

const isPerson = (text) => /^\d{17}[\dX]$/.test(text)
  && "10X98765432"[[...text.slice(0, 17)].reduce((sum, digit, at) => sum + digit * WEIGHTS[at], 0) % 11] === text[17];

function isFirm(text) {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(text)) return false;
  let sum = 0;
  for (let at = 0, weight = 1; at < 17; at += 1, weight = (weight * 3) % 31) sum += CREDIT.indexOf(text[at]) * weight;
  return CREDIT[(31 - (sum % 31)) % 31] === text[17];
}

const SEX_OR_PEOPLE = /^(男|女|[\p{Script=Han}]{1,6}族|汉|回|满|蒙古|藏|壮|畲)$/u;

// The parts of a card's text: number, and of what else stands there the name and the address.
export function readCard(text) {
  const parts = text.split(/[|,;，；\t^#$~]+| {2,}/).map((one) => one.trim()).filter(Boolean);
  const clean = parts.map((one) => one.toUpperCase().replace(/\s/g, ""));
  const at = clean.findIndex((one) => isPerson(one) || isFirm(one));
  if (at < 0) return null;
  const words = parts.filter((one, place) => place !== at && /\p{Script=Han}/u.test(one) && !SEX_OR_PEOPLE.test(one));
  const name = words.find((one) => !/\d/.test(one)) ?? "";
  const address = words.find((one) => one !== name && one.length > 5) ?? "";
  return { number: clean[at], name, address };
}

// A reader slower than the gap (a tired machine, a weak radio) has still typed a whole card where numbers stand.
function typedWhole(field) {
  const card = /_number$/.test(field.name ?? "") ? readCard(field.value) : null;
  return card?.name ? card : null;
}

function fill(form, card, role, tell) {
  const set = (name, value) => { if (value && form.elements[name]) form.elements[name].value = value; };
  const number = form.elements[`${role}_number`];
  if (number.value !== card.number && !card.name) form.elements[`${role}_name`].value = "";
  set(`${role}_number`, card.number);
  set(`${role}_name`, card.name);
  if (role === "subject") {
    set("subject_address", card.address);
    if (card.address && !form.elements.place.value) set("place_words", card.address);
  }
  number.dispatchEvent(new Event("input", { bubbles: true }));
  number.dispatchEvent(new Event("change", { bubbles: true }));
  tell("card");
  const name = form.elements[`${role}_name`];
  (name.value ? form.elements[role === "agent" ? "agent_standing" : "matter_words"] : name).focus();
}

export function listenToReader(form, tell) {
  let burst = "";
  let last = 0;
  let before = null; // the field the burst goes into, as it was
  let struck = null; // when the key went down whose sign is on its way: input tells only when a busy page saw it

  const note = (text, target, now) => {
    if (now - last > GAP) {
      burst = "";
      before = "value" in target ? { target, value: target.value } : null;
    }
    burst += text;
    last = now;
  };
  const editable = (target) => target.matches?.("input:not([type=checkbox], [type=radio]), textarea");

  function take(card, target) {
    const agent = before?.target.name?.startsWith("agent_") || target.closest?.("#agency");
    if (before) {
      before.target.value = before.value;
      before.target.dispatchEvent(new Event("input", { bubbles: true }));
    }
    fill(form, card, agent ? "agent" : "subject", tell);
  }

  document.addEventListener("beforeinput", (event) => {
    if (event.isComposing || !event.data || !editable(event.target)) return;
    note(event.data, event.target, struck ?? event.timeStamp);
    struck = null;
  }, true);
  document.addEventListener("keyup", () => { struck = null; }, true);
  document.addEventListener("keydown", (event) => {
    struck = event.timeStamp;
    if (composing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key.length === 1 && !editable(event.target)) note(event.key, event.target, event.timeStamp);
    if (event.key !== "Enter" && event.key !== "Tab") return;
    const inOneGo = event.timeStamp - last <= 2 * GAP && burst.length >= LEAST ? readCard(burst) : null;
    const card = inOneGo ?? typedWhole(event.target);
    if (card) {
      if (!inOneGo) before = null;
      event.preventDefault();
      event.stopImmediatePropagation();
      take(card, event.target);
    }
    burst = "";
  }, true);
  // An input method keeps the X at a number's end to itself, and the reader's Enter with it.
  document.addEventListener("compositionend", (event) => {
    const { data, target, timeStamp } = event;
    const card = /^x$/i.test(data) && timeStamp - last <= 4 * GAP ? readCard(burst + data) : null;
    if (!card) return;
    burst = "";
    setTimeout(() => take(card, target));
  }, true);
}
