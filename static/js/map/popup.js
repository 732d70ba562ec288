// What one incident or site is: asked from the server when its mark is pressed, with links to what can be done.

import { settings } from "./asking.js";

export async function openPopup(map, place, kind, id) {
  const content = document.createElement("div");
  content.className = "map-popup";
  content.setAttribute("role", "status");
  const popup = L.popup({ maxWidth: 340, minWidth: 240 }).setLatLng(place).setContent(content).openOn(map);
  try {
    const response = await fetch(settings.popups[kind].replace("/0/", `/${id}/`), { credentials: "same-origin" });
    if (!response.ok || response.redirected) {
      throw new Error(response.statusText);
    }
    content.innerHTML = await response.text();
  } catch {
    content.textContent = settings.words.failed;
  }
  popup.update();
}

// The place that the address of the page names, marked by a ring, with what is there.
export function showPlace(map, { lat, lon, kind, id }) {
  map.setView([lat, lon], 15, { animate: false });
  map.createPane("named-place").style.zIndex = 630;
  const ring = { radius: 16, color: "#d00000", weight: 3, fill: false, interactive: false, pane: "named-place" };
  L.circleMarker([lat, lon], ring).addTo(map);
  if (id) {
    openPopup(map, [lat, lon], kind, id);
  }
}
