// The map of one patrol: where it was to go, where it went.

import { drawGround, makeMap } from "../ground.js";
import { settings } from "../live.js";
import { watchForms } from "../sending.js";
import { line, plannedLine } from "./routes.js";

watchForms((_form, url) => location.assign(url));
const map = makeMap();
const ground = await drawGround(map);
const drawn = L.featureGroup();
if (settings.planned) {
  plannedLine(settings.planned).addTo(drawn);
}
if (settings.walked) {
  line(settings.walked, "patrol-line--done").addTo(drawn);
}
drawn.addTo(map);
const bounds = drawn.getBounds().isValid() ? drawn.getBounds() : ground;
if (bounds) {
  map.fitBounds(bounds, { animate: false, padding: [30, 30], maxZoom: 15 });
}
document.getElementById("map").dataset.ready = "yes";
