// What lies under a click: a short list of links to cases or points; a count leads closer.
import { lampOf } from "./map_styles.js";

const MOST = 8;
const REACH = 6; // dots around a click that still count

/** Opens what is at a pixel; false where nothing is. `focused` puts the focus on the first link. */
export function openPopup(map, pixel, focused) {
  const found = new Map();
  map.chart.forEachFeatureAtPixel(pixel, (feature) => {
    const values = feature.getProperties();
    found.set(values.case_no ?? values.code ?? values.href ?? values.name, { ...values, at: middleOf(feature) });
  }, { hitTolerance: REACH, layerFilter: (layer) => layer === map.work || layer === map.points });
  const shown = [...found.values()];
  const count = shown.find((one) => one.layer === "counts");
  const list = shown.filter((one) => one !== count && (one.case_no || one.name));
  map.popup.setPosition(undefined);
  if (list.length > 0) show(map, list, focused);
  else if (count) closer(map, count);
  return list.length > 0 || count !== undefined;
}

const middleOf = (feature) => {
  const extent = feature.getGeometry().getExtent();
  return [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2];
};

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
