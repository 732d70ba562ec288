// The map beside the list of patrols: what of the line was covered, what was not, where patrols went.

import { drawGround, makeMap, named } from "../ground.js";
import { settings } from "../live.js";
import { line, namedLine } from "./routes.js";

const map = makeMap();
const ground = await drawGround(map);
const drawn = L.featureGroup();
for (const { covered, label, shape } of settings.stretches) {
  if (covered) {
    namedLine(shape, "patrol-line--covered", named(label)).addTo(drawn);
  } else {
    namedLine(shape, "patrol-line--gap", named(label)).addTo(drawn);
    line(shape, "patrol-line--gap-inner").addTo(drawn);
  }
}
for (const { id, done, label, shape } of settings.routes) {
  if (!done) {
    line(shape, "patrol-line--halo").addTo(drawn);
  }
  const address = settings.patrol.replace("/0/", `/${id}/`);
  namedLine(shape, done ? "patrol-line--done" : "patrol-line--planned", named(label), address).addTo(drawn);
}
for (const { at, near, label } of settings.incidents) {
  const className = near ? "patrol-incident patrol-incident--near" : "patrol-incident";
  L.circleMarker([at[1], at[0]], { radius: 5, className }).bindTooltip(named(label)).addTo(drawn);
}
drawn.addTo(map);
const bounds = drawn.getBounds().isValid() ? drawn.getBounds() : ground;
if (bounds) {
  map.fitBounds(bounds, { animate: false, padding: [20, 20] });
}
document.getElementById("map").dataset.ready = "yes";
