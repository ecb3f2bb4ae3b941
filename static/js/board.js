// Keeps the board up to date: the server says which cases changed, the list asks for itself anew and says what came.
import { say } from "./desk.js";

const sign = document.querySelector("[data-line]");
let changed = new Set();
let waiting = 0;
let begun = false;

function show(on) {
  sign.classList.toggle("on", on);
  sign.textContent = on ? sign.dataset.on : sign.dataset.off;
}

function refresh() {
  waiting = 0;
  document.getElementById("work")?.dispatchEvent(new CustomEvent("board:changed", { bubbles: true }));
  document.getElementById("board-map")?.dispatchEvent(new CustomEvent("map:refresh"));
}

// Many changes at once are one look.
function soon() {
  if (!waiting) waiting = setTimeout(refresh, 500);
}

const line = new EventSource("/board/live");
line.addEventListener("open", () => {
  show(true);
  // What changed while there was no line has been told to nobody.
  if (begun) soon();
  begun = true;
});
line.addEventListener("error", () => show(false));
line.addEventListener("changed", (event) => {
  for (const number of event.data.split(" ")) changed.add(number);
  soon();
});
addEventListener("pagehide", () => {
  line.close();
  // Whoever comes back to the page as it was has no line any more.
  show(false);
});

document.body.addEventListener("htmx:after:swap", () => {
  const shown = [...document.querySelectorAll("#work [data-case]")].filter((row) => changed.has(row.dataset.case));
  for (const row of shown) row.classList.add("new");
  if (shown.length) say(shown.map((row) => row.querySelector(".case-link").textContent).join(" · "));
  changed = new Set();
});
