// Key routes and areas on a day: with a measure, or without one.

import { drawGround, makeMap, named, settings } from "./ground-map.js";
import { lookAt } from "./stretches.js";

const map = makeMap();
const bounds = await drawGround(map);
const drawn = new Map();
const all = L.featureGroup().addTo(map);
for (const { key, name, covered, shape } of settings.routes) {
  const color = covered ? "#009e73" : "#d55e00";
  const style = { color, weight: 5, dashArray: covered ? null : "10 6", fillOpacity: 0.15 };
  drawn.set(key, L.geoJSON(JSON.parse(shape), { style }).bindTooltip(named(name), { sticky: true }).addTo(all));
}
const shown = all.getBounds().isValid() ? all.getBounds() : bounds;
if (shown) {
  map.fitBounds(shown, { animate: false, maxZoom: 12, padding: [20, 20] });
}
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-focus]");
  const layer = button && drawn.get(button.dataset.focus);
  if (layer) {
    document.querySelectorAll(".is-focused").forEach((row) => row.classList.remove("is-focused"));
    button.closest("li").classList.add("is-focused");
    lookAt(map, layer);
  }
});
document.getElementById("map").dataset.ready = "yes";
