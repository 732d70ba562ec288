// The map of an editing page: communes as ground, the one shape that is shown or changed.

import { editPoint } from "./point.js";
import { editShape } from "./shape.js";

const settings = JSON.parse(document.getElementById("edit-settings").textContent);
const form = document.getElementById("edit-form");
const place = document.getElementById("map");
const { words } = settings;

const map = L.map(place, { zoomControl: false, attributionControl: false, minZoom: 6, maxZoom: 19 });
map.setView([11, 107], 8);
L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);

const bounds = await drawGround();
const edit = settings.draws === "point" ? editPoint : editShape;
const shown = edit(map, form, settings);
if (shown) {
  map.fitBounds(shown, { maxZoom: 13, animate: false, padding: [40, 40] });
} else if (bounds) {
  map.fitBounds(bounds, { animate: false, padding: [10, 10] });
}
place.dataset.ready = "yes";

async function drawGround() {
  try {
    const response = await fetch(settings.communes, { credentials: "same-origin" });
    if (response.ok && !response.redirected) {
      const ground = L.geoJSON(await response.json(), {
        interactive: false,
        pmIgnore: true,
        style: { color: "#5b6873", weight: 1, fillColor: "#ffffff", fillOpacity: 0.7 },
      }).addTo(map);
      return ground.getBounds().isValid() ? ground.getBounds() : null;
    }
  } catch {
    // Told below: the person can still type the coordinates.
  }
  const problem = document.getElementById("edit-problem");
  problem.textContent = words.failed;
  problem.hidden = false;
  return null;
}
