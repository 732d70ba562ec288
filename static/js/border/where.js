// Where is this point: tapped on the map or typed; the answer stands beside the map.

import { drawGround, get, makeMap, settings } from "./ground-map.js";
import { drawStrip } from "./stretches.js";

const form = document.getElementById("where");
const answer = document.getElementById("answer");
const map = makeMap();
let pin = null;

const bounds = await drawGround(map);
if (settings.at) {
  show([settings.at[1], settings.at[0]]);
  map.setView([settings.at[1], settings.at[0]], 12, { animate: false });
} else if (bounds) {
  map.fitBounds(bounds, { animate: false, padding: [10, 10] });
}
await drawStrip(map);

map.on("click", ({ latlng }) => {
  const comma = document.documentElement.lang === "vi";
  const text = (degrees) => (comma ? degrees.toFixed(6).replace(".", ",") : degrees.toFixed(6));
  form.elements.at.value = `${text(latlng.lat)}; ${text(latlng.lng)}`;
  show(latlng);
  ask();
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await ask();
  const found = answer.querySelector("[data-lon]");
  if (found) {
    const at = [Number(found.dataset.lat), Number(found.dataset.lon)];
    show(at);
    map.setView(at, Math.max(map.getZoom(), 12), { animate: false });
  }
});
document.getElementById("map").dataset.ready = "yes";

async function ask() {
  const told = await get(`${settings.where}?part=1&${new URLSearchParams(new FormData(form))}`, "text");
  if (told) {
    answer.innerHTML = told; // our own template, escaped there
  }
}

function show(at) {
  if (pin) {
    pin.setLatLng(at);
  } else {
    const icon = L.divIcon({ className: "edit-pin", iconSize: [22, 22], iconAnchor: [11, 11] });
    pin = L.marker(at, { icon, keyboard: false, interactive: false }).addTo(map);
  }
}
