// Tells in which areas a point of the map lies, by the outlines that are drawn.
const LAYERS = ["districts", "streets", "communities", "grids"];

/** The names of the areas around a coordinate of the map, `街道 · 社区 · 网格`; empty outside the city. */
export function placeAt({ outlines, named }, [x, y]) {
  const found = {};
  for (const feature of outlines.getFeaturesInExtent([x, y, x, y])) {
    const layer = feature.get("layer");
    if (LAYERS.includes(layer) && holds(feature, x, y)) found[layer] = named(feature.getProperties());
  }
  const names = LAYERS.map((layer) => found[layer]).filter(Boolean);
  return names.slice(-3).join(" · ");
}

/** Whether an outline has the point inside: a line from it to the east crosses the rings an odd number of times. */
function holds(feature, x, y) {
  const flat = feature.getFlatCoordinates();
  let inside = false;
  let start = 0;
  for (const end of feature.getEnds().flat(2)) {
    for (let i = start, j = end - 2; i < end; j = i, i += 2) {
      const [ax, ay, bx, by] = [flat[i], flat[i + 1], flat[j], flat[j + 1]];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
    start = end;
  }
  return inside;
}
