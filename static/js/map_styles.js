// How things look on a map. State is told by shape as well as by colour, with the shapes of the lamps in the lists.
import { CircleStyle, Fill, RegularShape, Stroke, Style, Text } from "../vendor/ol.js";

const LINES = { districts: [2.5, null], streets: [1.8, null], communities: [1.2, null], grids: [0.9, [5, 3]], cells: [0.5, [2, 3]] };
const ORDER = ["cells", "grids", "communities", "streets", "districts"];
const SIZES = { CITY: 1.35, DISTRICT: 1.25, STREET: 1.1, COMMUNITY: 1, GRID: 0.9, CELL: 0.8 };
const HEAVY = new Set(["CITY", "DISTRICT", "STREET"]);

/** A colour (#rgb or #rrggbb) as one that lets through what is below it. */
const thin = (colour, share) => {
  const whole = colour.length === 4 ? colour.replace(/[\da-f]/gi, "$&$&") : colour;
  return whole + Math.round(share * 255).toString(16).padStart(2, "0");
};

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

export function nameStyle({ colour, font, size, named, element }) {
  const levels = Object.keys(SIZES);
  return (feature) => {
    if (feature.get("layer") !== "labels") return null;
    const level = feature.get("level");
    // The number of a cell says something to those who work with it, and nothing to anybody else.
    if (level === "CELL" && !element.dataset.work) return null;
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
  none: (colour) => new CircleStyle({ radius: 7, fill: new Fill({ color: colour("paper") }), stroke: new Stroke({ color: colour("ink-quiet"), width: 2.5 }) }),
  green: (colour) => new CircleStyle({ radius: 8, fill: new Fill({ color: colour("green") }), stroke: new Stroke(EDGE) }),
  yellow: (colour) => new RegularShape({ points: 3, radius: 11, fill: new Fill({ color: colour("amber-mark") }), stroke: new Stroke(EDGE) }),
  red: (colour) => new RegularShape({ points: 8, radius: 10, angle: Math.PI / 8, fill: new Fill({ color: colour("red") }), stroke: new Stroke(EDGE) }),
};

const A_DAY = 24 * 3600;

/** As the lamps of the lists: too late, a fifth or less than a day left, in time, or nothing runs. */
export function lampOf(values, now) {
  if (values.due_at === undefined) return "none";
  if (now >= values.due_at) return "red";
  return now >= values.warn_at || values.due_at - now < A_DAY ? "yellow" : "green";
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

const NEAR = 14; // dots around a place within which a pointer means its sign

/** How large a sign is for pointers, and how far above its place it stands: a count is above its area's name. */
export function signOf({ size }, values) {
  if (values.layer !== "counts") return { radius: NEAR, above: 0 };
  const radius = 11 + 3 * String(values.cases).length;
  return { radius, above: radius + size };
}

function countStyle(map, values) {
  const { colour, font, size, now } = map;
  const late = lampOf(values, now()) === "red";
  const { radius, above } = signOf(map, values);
  const fill = new Fill({ color: colour(late ? "red" : "blue") });
  const displacement = [0, above];
  // Round where all is in time; with corners, like the lamp, where something is over.
  const image = late ? new RegularShape({ points: 8, radius, displacement, angle: Math.PI / 8, fill, stroke: new Stroke(EDGE) })
    : new CircleStyle({ radius, displacement, fill, stroke: new Stroke(EDGE) });
  const text = new Text({
    text: String(values.cases), font: `700 ${size}px ${font}`, offsetY: -above, fill: new Fill({ color: "#fff" }), overflow: true,
  });
  const mark = new Style({ zIndex: values.cases, image, text });
  if (!values.urgent) return [mark];
  const stroke = new Stroke({ color: colour("ink"), width: 2.5 });
  return [new Style({ zIndex: values.cases, image: new RegularShape({ points: 4, radius: radius * 1.45, displacement, angle: Math.PI / 4, stroke }) }), mark];
}

/** A drop with its point on the place. */
export function pinStyle({ colour }) {
  const fill = new Fill({ color: colour("red") });
  return [
    new Style({ image: new RegularShape({ points: 3, radius: 11, angle: Math.PI, displacement: [0, 9], fill, stroke: new Stroke(EDGE) }) }),
    new Style({ image: new CircleStyle({ radius: 9, displacement: [0, 20], fill, stroke: new Stroke(EDGE) }) }),
    new Style({ image: new CircleStyle({ radius: 3, displacement: [0, 20], fill: new Fill({ color: "#fff" }) }) }),
  ];
}

export function pointStyle(map) {
  const { colour, font, size, named } = map;
  return (feature, resolution) => {
    const values = feature.getProperties();
    const inside = Boolean(values.mark);
    const image = values.lamp in LAMPS ? LAMPS[values.lamp](colour)
      : new RegularShape({ points: 4, radius: inside ? 15 : 9, angle: Math.PI / 4, fill: new Fill({ color: colour("blue") }), stroke: new Stroke(EDGE), declutterMode: "none" });
    const text = new Text({
      text: inside ? String(values.sign ?? values.mark) : resolution < 40 ? named(values) : "", overflow: true, declutterMode: inside ? "none" : "declutter",
      font: `600 ${size}px ${font}`, offsetY: inside ? 0 : -18,
      fill: new Fill({ color: inside ? "#fff" : colour("ink") }), stroke: inside ? undefined : new Stroke({ color: colour("paper"), width: 3 }),
    });
    return new Style({ image, text });
  };
}

export function hereStyle({ colour }) {
  return new Style({
    image: new CircleStyle({ radius: 7, fill: new Fill({ color: colour("blue") }), stroke: new Stroke({ color: "#fff", width: 3 }) }),
    fill: new Fill({ color: thin(colour("blue"), 0.12) }), stroke: new Stroke({ color: colour("blue"), width: 1 }),
  });
}
