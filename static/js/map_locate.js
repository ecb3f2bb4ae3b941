// The button that asks the device where it is: shows the place and how exact it is, and chooses it where one chooses.
import { CircleGeometry, Feature, Point, VectorLayer, VectorSource, fromLonLat } from "../vendor/ol.js";
import { say } from "./desk.js";
import { hereStyle } from "./map_styles.js";

const PATIENCE = 15_000;

export function showWhereIAm(map) {
  const { words } = map;
  if (!navigator.geolocation) { tell(map, words.no_device); return; }
  tell(map, words.locating);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => arrived(map, coords),
    (error) => tell(map, error.code === error.PERMISSION_DENIED ? words.denied : words.not_located),
    { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 0 },
  );
}

function arrived(map, { longitude, latitude, accuracy }) {
  const at = fromLonLat([longitude, latitude]);
  // Web Mercator stretches with the latitude; the circle shall measure metres on the ground.
  const radius = accuracy / Math.cos((latitude * Math.PI) / 180);
  map.here ??= hereLayer(map);
  map.here.getSource().clear();
  map.here.getSource().addFeatures([new Feature(new CircleGeometry(at, radius)), new Feature(new Point(at))]);
  map.show(longitude, latitude, accuracy > 500 ? 14 : 17);
  tell(map, words(map, accuracy));
  map.element.dispatchEvent(new CustomEvent("map:located", { bubbles: true, detail: { lon: longitude, lat: latitude, within: accuracy } }));
  map.choice?.put([longitude, latitude], "device", accuracy);
}

const words = (map, accuracy) => map.words.located.replace("{metres}", String(Math.ceil(accuracy)));

function hereLayer(map) {
  const layer = new VectorLayer({ source: new VectorSource({ wrapX: false }), style: hereStyle(map), zIndex: 15 });
  map.chart.addLayer(layer);
  return layer;
}

function tell(map, text) {
  const shown = map.element.closest(".map-frame").querySelector("[data-map-said]");
  shown.textContent = text;
  shown.hidden = false;
  say(text);
}
