// One row of the strip: what is stored is shown, the ends of a stretch can be clicked on the map.

import { drawGround, get, makeMap, settings } from "./ground-map.js";
import { drawStrip, lookAt } from "./stretches.js";

const hint = document.getElementById("edit-hint");
const buttons = [...document.querySelectorAll("[data-pick]")];
const pins = new Map();
let picking = null;

const map = makeMap();
const bounds = await drawGround(map);
if (bounds) {
  map.fitBounds(bounds, { animate: false, padding: [10, 10] });
}
const drawn = await drawStrip(map);
const shown = drawn.get(settings.focus);
if (shown) {
  lookAt(map, shown);
}

for (const button of buttons) {
  button.addEventListener("click", () => pick(picking === button ? null : button));
}
map.on("click", async ({ latlng }) => {
  if (!picking) {
    return;
  }
  const field = document.getElementById(picking.dataset.pick);
  const words = document.querySelector(`[data-words="${field.id}"]`);
  const asked = new URLSearchParams({ line: field.form.elements.line.value, lat: latlng.lat, lon: latlng.lng });
  const response = await fetch(`${settings.foot}?${asked}`, { credentials: "same-origin" });
  if (!response.ok) {
    words.textContent = response.status === 400 ? await response.text() : settings.words.failed;
    return;
  }
  const foot = await response.json();
  field.value = foot.place;
  words.textContent = foot.words;
  put(field.id, [foot.at[1], foot.at[0]]);
  const next = buttons[buttons.indexOf(picking) + 1];
  pick(next && !document.getElementById(next.dataset.pick).value ? next : null);
});
document.getElementById("map").dataset.ready = "yes";

function pick(button) {
  picking = button;
  buttons.forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
  hint.textContent = button ? settings.words.picking : "";
}

function put(id, at) {
  if (pins.has(id)) {
    pins.get(id).setLatLng(at);
    return;
  }
  const icon = L.divIcon({ className: "edit-pin", iconSize: [22, 22], iconAnchor: [11, 11] });
  pins.set(id, L.marker(at, { icon, keyboard: false, interactive: false }).addTo(map));
}
