// Choosing a place: a pin put by pointer, keyboard or device, and the two inputs that carry it.
import { Feature, Point, VectorLayer, VectorSource, fromLonLat } from "../vendor/ol.js";
import { say } from "./desk.js";
import { placeAt } from "./map_places.js";
import { pinStyle } from "./map_styles.js";

const DECIMALS = 6; // a tenth of a metre

export function choosing(map) {
  const { dataset } = map.element;
  const inputs = [document.getElementById(dataset.lon), document.getElementById(dataset.lat)];
  const accuracy = dataset.accuracy ? document.getElementById(dataset.accuracy) : null;
  const pin = new Feature();
  map.chart.addLayer(new VectorLayer({ source: new VectorSource({ features: [pin], wrapX: false }), style: pinStyle(map), zIndex: 20 }));
  map.element.classList.add("map-choosing");

  const typed = () => inputs.map((input) => (input.value.trim() === "" ? NaN : Number(input.value)));
  const draw = () => {
    const at = typed();
    pin.setGeometry(at.every(Number.isFinite) ? new Point(fromLonLat(at)) : undefined);
    return pin.getGeometry();
  };
  /** Takes a place in degrees; `source` is map or device, `within` how exact it is in metres. */
  const put = ([lon, lat], source, within = "") => {
    clearTimeout(map.telling);
    const at = [lon, lat].map((degrees) => degrees.toFixed(DECIMALS));
    inputs.forEach((input, axis) => { input.value = at[axis]; });
    if (accuracy) accuracy.value = within === "" ? "" : String(Math.ceil(within));
    draw();
    tell(map, at.map(Number), source, within);
  };
  inputs.forEach((input) => input.addEventListener("change", () => { if (draw()) map.show(...typed(), map.chart.getView().getZoom()); }));
  map.element.addEventListener("map:pin", ({ detail }) => { put([detail.lon, detail.lat], "page"); map.show(detail.lon, detail.lat); });
  if (draw()) map.show(...typed());
  return { put };
}

function tell(map, [lon, lat], source, within) {
  const place = placeAt(map, fromLonLat([lon, lat]));
  const text = place ? map.words.chosen.replace("{place}", place) : map.words.outside;
  const shown = map.element.closest(".map-frame").querySelector("[data-map-chosen]");
  if (shown) { shown.textContent = text; shown.hidden = false; }
  say(text);
  map.element.dispatchEvent(new CustomEvent("map:chosen", { bubbles: true, detail: { lon, lat, source, within, place } }));
}
