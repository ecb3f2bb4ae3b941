// Moves a map by single clicks, for hands that cannot drag; the keyboard has its arrows, so these are no stops for Tab.
const EDGES = [["left", -1, 0], ["right", 1, 0], ["up", 0, 1], ["down", 0, -1]];
const PART = 0.4; // of what is shown

export function addPanning(map) {
  for (const [edge, across, up] of EDGES) {
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = -1;
    button.className = `map-pan map-pan-${edge}`;
    button.setAttribute("aria-label", map.words[edge]);
    button.title = map.words[edge];
    button.addEventListener("click", () => pan(map, across, up));
    map.element.append(button);
  }
}

function pan({ chart, calm }, across, up) {
  const view = chart.getView();
  const [width, height] = chart.getSize();
  const step = PART * view.getResolution();
  const [x, y] = view.getCenter();
  const center = [x + across * width * step, y + up * height * step];
  if (calm) view.setCenter(center); else view.animate({ center, duration: 250 });
}
