// What lies under a click: a short list of links to cases or points; a count leads closer.
import { lampOf, signOf } from "./map_styles.js";

const MOST = 8;
const FARTHEST = 64; // dots between a place and the far edge of its sign

/** Opens what is at a pixel; false where nothing is. `focused` puts the focus on the first link. */
export function openPopup(map, pixel, focused) {
  const shown = under(map, pixel);
  const count = shown.find((one) => one.layer === "counts");
  const list = shown.filter((one) => one !== count && (one.case_no || one.name));
  map.popup.setPosition(undefined);
  if (list.length > 0) show(map, list, focused);
  else if (count) closer(map, count);
  return list.length > 0 || count !== undefined;
}

/** What has its sign at a pixel, each once. Places are compared: looking at what was painted would slow each move. */
export function under(map, pixel) {
  const corners = [-FARTHEST, FARTHEST].map((by) => map.chart.getCoordinateFromPixel([pixel[0] + by, pixel[1] - by]));
  const features = [
    ...(map.work?.getFeaturesInExtent(corners.flat()) ?? []),
    ...map.points.getSource().getFeaturesInExtent(corners.flat()),
  ];
  const found = new Map();
  for (const feature of features) {
    const values = feature.getProperties();
    const [x, y] = feature.getExtent?.() ?? feature.getGeometry().getExtent();
    const [left, top] = map.chart.getPixelFromCoordinate([x, y]);
    const { radius, above } = signOf(map, values);
    if (Math.hypot(left - pixel[0], top - above - pixel[1]) <= radius) {
      found.set(values.case_no ?? values.code ?? `${x} ${y} ${values.name}`, { ...values, at: [x, y] });
    }
  }
  return [...found.values()];
}

function closer(map, { at }) {
  const view = map.chart.getView();
  const zoom = Math.min(view.getZoom() + 2, 17);
  if (map.calm) { view.setCenter(at); view.setZoom(zoom); } else view.animate({ center: at, zoom, duration: 250 });
}

function show(map, list, focused) {
  const box = document.createElement("div");
  box.className = "map-popup";
  const items = document.createElement("ul");
  items.append(...list.slice(0, MOST).map((one) => item(map, one)));
  box.append(items);
  if (list.length > MOST) box.append(textIn("p", map.words.more.replace("{count}", String(list.length - MOST))));
  const close = textIn("button", "×");
  close.type = "button";
  close.setAttribute("aria-label", map.words.close);
  close.addEventListener("click", () => { map.popup.setPosition(undefined); map.element.focus(); });
  box.append(close);
  map.popup.setElement(box);
  map.popup.setPosition(list[0].at);
  if (focused) box.querySelector("a, button").focus();
}

function textIn(tag, text, kind = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function item(map, values) {
  const line = document.createElement("li");
  const href = values.case_no ? map.element.dataset.link.replace("{case_no}", encodeURIComponent(values.case_no)) : values.href;
  const name = map.named(values) || values.case_no;
  const link = href ? textIn("a", name, "ds-link") : textIn("strong", name);
  if (href) link.href = href;
  line.append(link);
  if (values.case_no) line.append(textIn("span", caseWords(map, values), "quiet"));
  else if (values.note) line.append(textIn("span", values.note, "quiet"));
  return line;
}

function caseWords(map, values) {
  const { words } = map;
  const lamp = lampOf(values, map.now());
  const parts = [values.case_no, words.states[values.kind]?.[values.state], words.lamps[lamp], values.urgent ? words.urgent : ""];
  return parts.filter(Boolean).join(" · ");
}
