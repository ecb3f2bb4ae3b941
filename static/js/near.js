// Asks the device where it is and lists the nearest service points; the place is sent coarse, as a neighbourhood is enough.
import { say } from "./desk.js";

const DECIMALS = 3; // a hundred metres
const PATIENCE = 15_000;
const form = document.getElementById("near-form");
const button = form?.querySelector("[data-near]");
const told = form?.querySelector("[data-near-said]");

function tell(text) {
  told.textContent = text;
  told.hidden = false;
  say(text);
}

function go({ coords }) {
  for (const [id, degrees] of [["near-lon", coords.longitude], ["near-lat", coords.latitude]]) {
    const input = document.getElementById(id);
    input.value = degrees.toFixed(DECIMALS);
    input.disabled = false;
  }
  document.getElementById("near").disabled = true;
  form.submit();
}

if (button && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener("click", () => {
    tell(told.dataset.locating);
    navigator.geolocation.getCurrentPosition(go, () => tell(told.dataset.failed), { timeout: PATIENCE, maximumAge: 60_000 });
  });
}
