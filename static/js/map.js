// Draws every [data-map]: outlines and names of the edition, open work, given points, and a pin where one chooses.
import { Map as Chart, View, Zoom, ScaleLine, Overlay, transformExtent, fromLonLat, toLonLat,
  defaultInteractions } from "../vendor/ol.js";
import { composing, say } from "./desk.js";
import { baseLayer, nameLayer, outlineLayer, pointLayer, refreshWork, workLayer } from "./map_layers.js";
import { placeAt } from "./map_places.js";
import { openPopup, under } from "./map_popup.js";
import { choosing } from "./map_choice.js";
import { showWhereIAm } from "./map_locate.js";
import { addPanning } from "./map_pan.js";

const STEP = 80;
const FINE_STEP = 8;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const opened = new WeakMap();

/** The four numbers of a box in degrees as an extent of the map's projection. */
const extentOf = (text) => transformExtent(text.split(" ").map(Number), "EPSG:4326", "EPSG:3857");

/** What a map is told by its element, in one value all its parts share. */
function facts(element) {
  const { dataset } = element;
  const words = JSON.parse(dataset.words);
  const ahead = Number(dataset.now) * 1000 - Date.now();
  const look = getComputedStyle(element);
  return {
    element, words,
    own: new Set(dataset.own ? dataset.own.split(" ") : []),
    now: () => (Date.now() + ahead) / 1000,
    colour: (name) => look.getPropertyValue(`--${name}`).trim(),
    font: look.fontFamily, size: 13 + (parseFloat(look.fontSize) - 14) * 0.35,
    calm: matchMedia("(prefers-reduced-motion: reduce)").matches,
    named: (values) => (document.documentElement.lang.startsWith("en") && values.name_en) || values.name || "",
  };
}

function controls({ words }) {
  return [
    new Zoom({ zoomInTipLabel: words.closer, zoomOutTipLabel: words.farther }),
    new ScaleLine({ minWidth: 64 }),
  ];
}

function open(element) {
  const map = facts(element);
  element.closest(".map-frame").hidden = false;
  const view = new View({ center: [0, 0], zoom: 10, minZoom: 6, maxZoom: 19, enableRotation: false });
  map.outlines = outlineLayer(map);
  map.work = element.dataset.work ? workLayer(map, 0) : null;
  map.points = pointLayer(map);
  const layers = [baseLayer(map), map.outlines, nameLayer(map, map.outlines.getSource()), map.work, map.points];
  map.chart = new Chart({
    target: element, view, layers: layers.filter(Boolean), controls: controls(map),
    interactions: defaultInteractions({ altShiftDragRotate: false, pinchRotate: false, keyboard: false }),
  });
  const autoPan = { margin: 12, animation: map.calm ? undefined : { duration: 200 } };
  map.popup = new Overlay({ positioning: "bottom-center", offset: [0, -12], stopEvent: true, autoPan });
  map.chart.addOverlay(map.popup);
  map.show = (lon, lat, zoom = 17) => move(map, fromLonLat([lon, lat]), zoom);
  view.fit(extentOf(element.dataset.extent), { padding: [24, 24, 24, 24], maxZoom: 17 });
  map.choice = element.dataset.lon ? choosing(map) : null;
  addPanning(map);
  listen(map);
  opened.set(element, map);
  map.chart.once("rendercomplete", () => {
    element.dataset.ready = "";
    element.dispatchEvent(new CustomEvent("map:ready", { bubbles: true }));
  });
}

function move({ chart, calm }, center, zoom) {
  const view = chart.getView();
  if (calm) { view.setCenter(center); view.setZoom(zoom); } else view.animate({ center, zoom, duration: 250 });
}

function listen(map) {
  const { chart, element } = map;
  // A double click looks closer; where one chooses a place, not even that is waited for.
  chart.on(map.choice ? "click" : "singleclick", (event) => {
    if (!openPopup(map, event.pixel, false)) map.choice?.put(toLonLat(event.coordinate), "map");
  });
  chart.on("pointermove", (event) => {
    if (!event.dragging) chart.getViewport().classList.toggle("map-hit", under(map, event.pixel).length > 0);
  });
  element.addEventListener("keydown", (event) => { if (event.target === element) press(map, event); });
  element.addEventListener("keydown", (event) => { if (event.key === "Escape") closePopup(map); });
  // The wheel belongs to the page until somebody has turned to the map.
  element.addEventListener("wheel", (event) => {
    if (!element.contains(document.activeElement)) event.stopPropagation();
  }, { capture: true, passive: true });
  element.addEventListener("map:show", ({ detail }) => map.show(detail.lon, detail.lat, detail.zoom));
  element.addEventListener("map:refresh", () => refreshWork(map));
  element.closest(".map-frame").querySelector("[data-map-locate]")
    ?.addEventListener("click", () => showWhereIAm(map));
  if (map.work) keepFresh(map);
}

function closePopup(map) {
  if (!map.popup.getPosition()) return;
  map.popup.setPosition(undefined);
  map.element.focus();
}

/** Arrows move the ground under the cross in the middle, Enter takes what is there. */
function press(map, event) {
  if (composing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
  const view = map.chart.getView();
  const arrow = ARROWS[event.key];
  if (arrow) {
    const step = (event.shiftKey ? FINE_STEP : STEP) * view.getResolution();
    view.setCenter(view.getCenter().map((at, axis) => at + arrow[axis] * step));
    tell(map);
  } else if (event.key === "+" || event.key === "=") view.adjustZoom(1);
  else if (event.key === "-") view.adjustZoom(-1);
  else if (event.key === "Home") view.fit(extentOf(map.element.dataset.extent), { padding: [24, 24, 24, 24], maxZoom: 17 });
  else if (event.key === "Enter" || event.key === " ") {
    const middle = map.chart.getPixelFromCoordinate(view.getCenter());
    if (!openPopup(map, middle, true)) map.choice?.put(toLonLat(view.getCenter()), "map");
  } else return;
  event.preventDefault();
}

/** Says what lies under the cross once it rests. */
function tell(map) {
  clearTimeout(map.telling);
  map.telling = setTimeout(() => {
    const place = placeAt(map, map.chart.getView().getCenter());
    say(place ? map.words.cross.replace("{place}", place) : map.words.outside);
  }, 500);
}

function keepFresh(map) {
  const every = Number(map.element.dataset.refresh) * 1000;
  if (!every) return;
  const timer = setInterval(() => {
    if (!map.element.isConnected) clearInterval(timer);
    else if (!document.hidden) refreshWork(map);
  }, every);
}

export function openMaps(root = document) {
  for (const element of root.querySelectorAll("[data-map]")) if (!opened.has(element)) open(element);
}

export const mapOf = (element) => opened.get(element);

openMaps();
document.addEventListener("htmx:after:swap", () => openMaps());
