// The map itself: no tiles, a neutral ground, a metric scale, what the boundaries are.

import { ask, settings } from "./asking.js";

const CLOSEST = 18;

export function makeMap(place, { interactive = true } = {}) {
  const map = L.map(place, {
    zoomControl: false,
    attributionControl: false,
    zoomSnap: interactive ? 0.25 : 0.05,
    zoomDelta: 0.75,
    minZoom: 6,
    maxZoom: CLOSEST,
    ownMaxZoom: CLOSEST,
    ...(interactive
      ? {}
      : { dragging: false, keyboard: false, scrollWheelZoom: false, doubleClickZoom: false, boxZoom: false, touchZoom: false }),
  });
  map.setView([11, 107], 8);
  L.control.attribution({ prefix: false, position: "bottomright" }).addAttribution(settings.attribution).addTo(map);
  if (interactive) {
    L.control.zoom({ zoomInTitle: settings.words.zoomIn, zoomOutTitle: settings.words.zoomOut }).addTo(map);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  }
  return map;
}

const drawn = new WeakMap();

// The state border of the day, in the place of that of another day. Says whether there is any; where no answer
// came, what was drawn stays.
export async function addBorder(map) {
  const border = await ask("border", { date: settings.date });
  if (!border) {
    return drawn.has(map);
  }
  drawn.get(map)?.remove();
  drawn.delete(map);
  if (!border.features.length) {
    return false;
  }
  if (!map.getPane("border")) {
    map.createPane("border").style.zIndex = 450;
  }
  const layer = L.geoJSON(border, {
    pane: "border",
    style: { color: "#7a0019", weight: 2.5, dashArray: "9 3 2 3", fill: false },
    onEachFeature: (feature, layer) => {
      const { name, approximate } = feature.properties;
      layer.bindTooltip(approximate && !name.includes(settings.words.approximate) ? `${name} (${settings.words.approximate})` : name, { sticky: true });
    },
  }).addTo(map);
  drawn.set(map, layer);
  return true;
}

// The part of the map that shows, as the data addresses take it.
export function view(map) {
  const box = map.getBounds();
  const sides = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  return { bbox: sides.map((side) => side.toFixed(5)).join(","), zoom: Math.round(map.getZoom()) };
}
