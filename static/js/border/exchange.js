// The map of a pack: the square kilometres that leave, and nothing more exact.

import { drawGround, makeMap, named } from "./ground.js";
import { settings } from "./live.js";

const map = makeMap();
const bounds = await drawGround(map);
const cells = L.featureGroup(settings.cells.map(drawCell)).addTo(map);
const look = settings.cells.length > 0 ? cells.getBounds().pad(0.3) : bounds;
if (look) {
  map.fitBounds(look, { animate: false, padding: [10, 10], maxZoom: 13 });
}
document.getElementById("map").dataset.ready = "yes";

function drawCell({ corners, label }) {
  const style = { color: "#000000", weight: 1, fillColor: "#e69f00", fillOpacity: 0.7 };
  return L.polygon(corners, style).bindTooltip(named(label), { sticky: true });
}
