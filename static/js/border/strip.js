// The strip of a day: a row shows its place on the map, a click on the map tells where that is.

import { drawGround, get, makeMap, settings } from "./ground-map.js";
import { drawStrip, lookAt } from "./stretches.js";

const map = makeMap();
const bounds = await drawGround(map);
if (bounds) {
  map.fitBounds(bounds, { animate: false, padding: [10, 10] });
}
const drawn = await drawStrip(map);

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-focus]");
  const layer = button && drawn.get(button.dataset.focus);
  if (layer) {
    document.querySelectorAll(".is-focused").forEach((row) => row.classList.remove("is-focused"));
    button.closest("li")?.classList.add("is-focused");
    lookAt(map, layer);
  }
});

map.on("click", async ({ latlng }) => {
  const at = `${latlng.lat.toFixed(6)}; ${latlng.lng.toFixed(6)}`;
  const answer = await get(`${settings.where}?part=1&on=${encodeURIComponent(settings.on)}&at=${encodeURIComponent(at)}`, "text");
  if (answer) {
    const shown = document.createElement("div");
    shown.innerHTML = answer; // our own template, escaped there
    L.popup({ maxWidth: 360 }).setLatLng(latlng).setContent(shown).openOn(map);
  }
});
document.getElementById("map").dataset.ready = "yes";
