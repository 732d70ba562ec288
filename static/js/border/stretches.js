// Draws the strip of a day and finds the row's drawing by its key.

import { get, named, settings } from "./ground-map.js";

const SIGNS_FROM_ZOOM = 11;
const STYLES = {
  belts: () => ({ color: "#b8a800", weight: 1, fillColor: "#f0e442", fillOpacity: 0.35 }),
  rivers: () => ({ color: "#56b4e9", weight: 4, dashArray: "2 5" }),
  sections: (place) => ({ color: place % 2 ? "#0072b2" : "#009e73", weight: 7, opacity: 0.45 }),
  overlaps: () => ({ color: "#8a2f7c", weight: 10, opacity: 0.6, dashArray: "4 4" }),
  gaps: () => ({ color: "#d55e00", weight: 8, dashArray: "10 6" }),
};

// Returns the drawings by key.
export async function drawStrip(map) {
  const strip = await get(settings.strip);
  const drawn = new Map();
  if (!strip) {
    return drawn;
  }
  for (const [kind, style] of Object.entries(STYLES)) {
    strip[kind].forEach((each, place) => {
      const fill = kind === "belts" ? {} : { fill: false };
      const layer = L.geoJSON(JSON.parse(each.shape), { pmIgnore: true, style: { ...style(place), ...fill } });
      drawn.set(each.key, layer.bindTooltip(named(told(kind, each)), { sticky: true }).addTo(map));
    });
  }
  drawSigns(map, strip.sites, drawn);
  return drawn;
}

function told(kind, { name, who }) {
  if (kind === "gaps") {
    return settings.words.gap;
  }
  return kind === "overlaps" ? `${settings.words.overlap} ${who}` : [name, who].filter(Boolean).join(": ");
}

// Gates and posts always, markers and trails where there is room for them.
function drawSigns(map, sites, drawn) {
  const dense = L.layerGroup();
  for (const { key, at, kind, name, sign } of sites) {
    const html = named(sign.slice(0, 12));
    html.className = `strip-sign strip-sign--${kind}`;
    const marker = L.marker([at[1], at[0]], { icon: L.divIcon({ className: "", html, iconSize: null }), keyboard: false, pmIgnore: true });
    marker.bindTooltip(named(name));
    drawn.set(key, marker);
    if (kind === "border_marker" || kind === "border_trail") {
      dense.addLayer(marker);
    } else {
      marker.addTo(map);
    }
  }
  const fit = () => (map.getZoom() >= SIGNS_FROM_ZOOM ? dense.addTo(map) : dense.remove());
  map.on("zoomend", fit);
  fit();
}

export function lookAt(map, layer) {
  if (layer.getBounds) {
    map.fitBounds(layer.getBounds(), { maxZoom: 13, padding: [30, 30], animate: false });
    layer.openTooltip?.(layer.getBounds().getCenter());
  } else {
    map.setView(layer.getLatLng(), Math.max(map.getZoom(), 13), { animate: false });
    layer.openTooltip();
  }
}
