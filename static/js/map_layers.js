// The layers of a map: outlines and names of an edition, open work, points a page gives, an image below if a site has one.
import { Feature, MVT, Point, TileLayer, VectorLayer, VectorSource, VectorTileLayer, VectorTileSource, XYZ, createXYZ,
  fromLonLat } from "../vendor/ol.js";
import { nameStyle, outlineStyle, pointStyle, workStyle } from "./map_styles.js";

const DEEPEST = 16;
const SIDE = 512; // what is drawn of a tile, in dots of the screen

const tiles = (url) => new VectorTileSource({
  url, format: new MVT(), tileGrid: createXYZ({ maxZoom: DEEPEST, tileSize: SIDE }), wrapX: false,
});

export function baseLayer({ element }) {
  const { base } = element.dataset;
  return base ? new TileLayer({ source: new XYZ({ url: base, maxZoom: 18 }) }) : null;
}

export function outlineLayer(map) {
  return new VectorTileLayer({ source: tiles(map.element.dataset.areas), style: outlineStyle(map) });
}

export const nameLayer = (map, source) => new VectorTileLayer({ source, style: nameStyle(map), declutter: true });

const troubleOf = ({ element }) => element.closest(".map-frame").querySelector("[data-map-trouble]");

export function workLayer(map, round) {
  const { work } = map.element.dataset;
  const source = tiles(`${work}${work.includes("?") ? "&" : "?"}round=${round}`);
  const layer = new VectorTileLayer({ source, style: workStyle(map), renderBuffer: 64, zIndex: 5 });
  source.on("tileloaderror", () => {
    layer.failed = true;
    troubleOf(map).textContent = map.words.trouble;
    troubleOf(map).hidden = false;
  });
  return layer;
}

/** Fetches open work anew; what was there stays until all of the new is, and where that cannot be had. */
export function refreshWork(map) {
  if (!map.work || map.fresh) return;
  map.rounds = (map.rounds ?? 0) + 1;
  map.fresh = workLayer(map, map.rounds);
  map.chart.addLayer(map.fresh);
  // The tiles of the new layer are counted only once it has been drawn.
  map.chart.renderSync();
  map.chart.once("rendercomplete", () => {
    const [next, former] = [map.fresh, map.work];
    map.fresh = null;
    if (!next.failed) {
      map.work = next;
      troubleOf(map).hidden = true;
    }
    map.chart.removeLayer(next.failed ? next : former);
  });
}

export function pointLayer(map) {
  const given = JSON.parse(map.element.dataset.points || "[]");
  // Of several at one place the first says that there are more: signs on top of each other say nothing.
  const at = Map.groupBy?.(given, ({ lon, lat }) => `${lon},${lat}`) ?? new Map();
  for (const [first, ...more] of at.values()) {
    if (!first.mark || !more.length) continue;
    first.sign = `${first.mark}+`;
    for (const one of more) one.sign = "";
  }
  const features = given.map(({ lon, lat, ...values }) => {
    const feature = new Feature(new Point(fromLonLat([lon, lat])));
    feature.setProperties(values);
    return feature;
  });
  return new VectorLayer({ source: new VectorSource({ features, wrapX: false }), style: pointStyle(map), declutter: true });
}
