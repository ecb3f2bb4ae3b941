// The layers of a map: outlines and names of an edition, open work, points a page gives, an image below if a site has one.
import { Feature, MVT, Point, TileLayer, VectorLayer, VectorSource, VectorTileLayer, VectorTileSource, XYZ, createXYZ,
  fromLonLat } from "../vendor/ol.js";
import { nameStyle, outlineStyle, pointStyle, workStyle } from "./map_styles.js";

const DEEPEST = 16;
const SIDE = 512; // what is drawn of a tile, in dots of the screen

const tiles = (url) => new VectorTileSource({
  url, format: new MVT({ idProperty: undefined }), tileGrid: createXYZ({ maxZoom: DEEPEST, tileSize: SIDE }), wrapX: false,
});

export function baseLayer({ element }) {
  const { base } = element.dataset;
  return base ? new TileLayer({ source: new XYZ({ url: base, maxZoom: 18 }) }) : null;
}

export function outlineLayer(map) {
  const source = tiles(map.element.dataset.areas);
  if (map.element.dataset.notice) source.setAttributions(map.element.dataset.notice);
  return new VectorTileLayer({ source, style: outlineStyle(map), renderMode: "hybrid" });
}

export const nameLayer = (map, source) => new VectorTileLayer({ source, style: nameStyle(map), declutter: true });

export function workLayer(map) {
  const address = map.element.dataset.work;
  const source = tiles(address);
  const layer = new VectorTileLayer({ source, style: workStyle(map), renderBuffer: 32 });
  let round = 0;
  // Another key makes all tiles be asked for anew, while the old ones stay until the new ones are there.
  layer.refresh = () => {
    round += 1;
    const url = `${address}?${round}`;
    source.setTileUrlFunction(([z, x, y]) => url.replace("{z}", z).replace("{x}", x).replace("{y}", y), String(round));
  };
  const trouble = map.element.closest(".map-frame").querySelector("[data-map-trouble]");
  source.on("tileloaderror", () => { trouble.textContent = map.words.trouble; trouble.hidden = false; });
  source.on("tileloadend", () => { trouble.hidden = true; });
  return layer;
}

export function pointLayer(map) {
  const given = JSON.parse(map.element.dataset.points || "[]");
  const features = given.map(({ lon, lat, ...values }) => {
    const feature = new Feature(new Point(fromLonLat([lon, lat])));
    feature.setProperties(values);
    return feature;
  });
  return new VectorLayer({ source: new VectorSource({ features, wrapX: false }), style: pointStyle(map) });
}
