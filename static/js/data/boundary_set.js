// The map of one boundary set: its units in outline, and in colour the places where they do not fit.

import { ask } from "../map/asking.js";
import { makeMap } from "../map/canvas.js";

const COLOURS = {
  overlap: "#b3261e",
  overlap_sliver: "#b3261e",
  gap: "#1f5fa8",
  gap_sliver: "#1f5fa8",
  invalid: "#7a3e9d",
};
const CLOSEST = 17;

const place = document.getElementById("map");
const map = makeMap(place);
const drawn = await ask("places");

if (drawn?.features.length) {
  const units = L.geoJSON(drawn, {
    filter: (feature) => !feature.properties.defect,
    style: { color: "#5b6770", weight: 1, fill: false },
  }).addTo(map);
  const places = new Map();
  L.geoJSON(drawn, {
    filter: (feature) => Boolean(feature.properties.defect),
    style: (feature) => {
      const colour = COLOURS[feature.properties.defect];
      return { color: colour, weight: 2, fillColor: colour, fillOpacity: 0.5 };
    },
    pointToLayer: (_feature, at) => L.circleMarker(at, { radius: 7 }),
    onEachFeature: (feature, layer) => places.set(String(feature.id), layer),
  }).addTo(map);
  map.fitBounds(units.getBounds(), { padding: [8, 8], animate: false });
  for (const button of document.querySelectorAll("[data-place]")) {
    const layer = places.get(button.dataset.place);
    button.disabled = !layer;
    button.addEventListener("click", () => {
      const bounds = layer.getBounds?.() ?? layer.getLatLng().toBounds(200);
      map.fitBounds(bounds, { padding: [60, 60], maxZoom: CLOSEST });
      place.scrollIntoView({ block: "center" });
    });
  }
}
place.dataset.ready = "yes";
