// How things look on a map. State is told by shape as well as by colour, with the shapes of the lamps in the lists.
import { CircleStyle, Fill, RegularShape, Stroke, Style, Text } from "../vendor/ol.js";

const LINES = { districts: [2.5, null], streets: [1.8, null], communities: [1.2, null], grids: [0.9, [5, 3]], cells: [0.5, [2, 3]] };
const ORDER = ["cells", "grids", "communities", "streets", "districts"];
const SIZES = { CITY: 1.35, DISTRICT: 1.25, STREET: 1.1, COMMUNITY: 1, GRID: 0.9, CELL: 0.8 };
const HEAVY = new Set(["CITY", "DISTRICT", "STREET"]);

/** A colour of six digits as one that lets through what is below it. */
const thin = (colour, share) => colour + Math.round(share * 255).toString(16).padStart(2, "0");

export function outlineStyle({ colour, own }) {
  const ground = new Fill({ color: thin(colour("paper"), 0.85) });
  const tint = new Fill({ color: thin(colour("blue"), 0.1) });
  const made = new Map();
  return (feature) => {
    const layer = feature.get("layer");
    if (!(layer in LINES)) return null;
    const mine = own.has(feature.get("code"));
    const key = `${layer} ${mine}`;
    if (!made.has(key)) {
      const [width, lineDash] = LINES[layer];
      made.set(key, new Style({
        stroke: mine ? new Stroke({ color: colour("blue"), width: 3 })
          : new Stroke({ color: colour(layer === "cells" ? "line" : "line-strong"), width, lineDash }),
        fill: mine ? tint : layer === "districts" ? ground : undefined,
        zIndex: ORDER.indexOf(layer) + (mine ? 10 : 0) - (layer === "districts" ? 10 : 0),
      }));
    }
    return made.get(key);
  };
}

export function nameStyle({ colour, font, size, named }) {
  const levels = Object.keys(SIZES);
  return (feature) => {
    if (feature.get("layer") !== "labels") return null;
    const level = feature.get("level");
    return new Style({
      text: new Text({
        text: named(feature.getProperties()), font: `${HEAVY.has(level) ? 600 : 400} ${size * SIZES[level]}px ${font}`,
        fill: new Fill({ color: colour(HEAVY.has(level) ? "ink" : "ink-quiet") }),
        stroke: new Stroke({ color: colour("paper"), width: 3 }), overflow: true,
      }),
      zIndex: levels.length - levels.indexOf(level),
    });
  };
}

const EDGE = { color: "#fff", width: 1.5 };

/** The four ways a limit stands: none, in time, soon over, over. */
const LAMPS = {
  none: (colour) => new CircleStyle({ radius: 6, fill: new Fill({ color: colour("paper") }), stroke: new Stroke({ color: colour("ink-quiet"), width: 2.5 }) }),
  green: (colour) => new CircleStyle({ radius: 7, fill: new Fill({ color: colour("green") }), stroke: new Stroke(EDGE) }),
  yellow: (colour) => new RegularShape({ points: 3, radius: 10, fill: new Fill({ color: colour("amber-mark") }), stroke: new Stroke(EDGE) }),
  red: (colour) => new RegularShape({ points: 8, radius: 9, angle: Math.PI / 8, fill: new Fill({ color: colour("red") }), stroke: new Stroke(EDGE) }),
};

export function lampOf(values, now) {
  if (values.due_at === undefined) return "none";
  if (now >= values.due_at) return "red";
  return values.warn_at !== undefined && now >= values.warn_at ? "yellow" : "green";
}

export function workStyle(map) {
  const { colour, now } = map;
  const cases = new Map();
  return (feature) => {
    const values = feature.getProperties();
    if (values.layer === "counts") return countStyle(map, values);
    const lamp = lampOf(values, now());
    const key = `${lamp} ${values.urgent}`;
    if (!cases.has(key)) {
      const zIndex = Object.keys(LAMPS).indexOf(lamp) + (values.urgent ? 10 : 0);
      const ring = new Style({ zIndex, image: new RegularShape({ points: 4, radius: 17, angle: Math.PI / 4, stroke: new Stroke({ color: colour("ink"), width: 2.5 }) }) });
      const mark = new Style({ zIndex, image: LAMPS[lamp](colour) });
      cases.set(key, values.urgent ? [ring, mark] : [mark]);
    }
    return cases.get(key);
  };
}

function countStyle({ colour, font, size, now }, values) {
  const late = lampOf(values, now()) === "red";
  const side = 13 + 3 * String(values.cases).length;
  const fill = new Fill({ color: colour(late ? "red" : "blue") });
  // Round where all is in time; with corners, like the lamp, where something is over.
  const image = late ? new RegularShape({ points: 8, radius: side, angle: Math.PI / 8, fill, stroke: new Stroke(EDGE) })
    : new CircleStyle({ radius: side, fill, stroke: new Stroke(EDGE) });
  const text = new Text({ text: String(values.cases), font: `700 ${size}px ${font}`, fill: new Fill({ color: "#fff" }), overflow: true });
  const ring = new Style({ zIndex: values.cases, image: new RegularShape({ points: 4, radius: side * 1.45, angle: Math.PI / 4, stroke: new Stroke({ color: colour("ink"), width: 2.5 }) }) });
  const mark = new Style({ zIndex: values.cases, image, text });
  return values.urgent > 0 ? [ring, mark] : [mark];
}

/** A drop with its point on the place. */
export function pinStyle({ colour }) {
  const fill = new Fill({ color: colour("red") });
  return [
    new Style({ image: new RegularShape({ points: 3, radius: 11, rotation: Math.PI, displacement: [0, 9], fill, stroke: new Stroke(EDGE) }) }),
    new Style({ image: new CircleStyle({ radius: 9, displacement: [0, 20], fill, stroke: new Stroke(EDGE) }) }),
    new Style({ image: new CircleStyle({ radius: 3, displacement: [0, 20], fill: new Fill({ color: "#fff" }) }) }),
  ];
}

export function pointStyle(map) {
  const { colour, font, size, named } = map;
  return (feature, resolution) => {
    const values = feature.getProperties();
    const image = values.lamp in LAMPS ? LAMPS[values.lamp](colour)
      : new RegularShape({ points: 4, radius: 9, angle: Math.PI / 4, fill: new Fill({ color: colour("blue") }), stroke: new Stroke(EDGE) });
    const text = values.mark ? String(values.mark) : resolution < 40 ? named(values) : "";
    const inside = Boolean(values.mark);
    return new Style({
      image,
      text: new Text({
        text, font: `600 ${size * 0.9}px ${font}`, offsetY: inside ? 0 : -18, overflow: true,
        fill: new Fill({ color: inside ? "#fff" : colour("ink") }), stroke: inside ? undefined : new Stroke({ color: colour("paper"), width: 3 }),
      }),
    });
  };
}

export function hereStyle({ colour }) {
  return new Style({
    image: new CircleStyle({ radius: 7, fill: new Fill({ color: colour("blue") }), stroke: new Stroke({ color: "#fff", width: 3 }) }),
    fill: new Fill({ color: thin(colour("blue"), 0.12) }), stroke: new Stroke({ color: colour("blue"), width: 1 }),
  });
}
