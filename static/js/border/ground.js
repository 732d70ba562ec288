// The map under the reports: communes, the line, sections, markers, posts; and the reports themselves.

import { settings } from "./live.js";

const { words } = settings;
const SIGNS_FROM_ZOOM = 11;

export function makeMap() {
  const map = L.map(document.getElementById("map"), {
    zoomControl: false,
    attributionControl: false,
    minZoom: 6,
    maxZoom: 18,
  });
  map.setView([11, 107], 8);
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  return map;
}

// Returns where to look: the border where there is one, else the communes.
export async function drawGround(map) {
  const [communes, border, ground] = await Promise.all([settings.communes, settings.border, settings.ground].map(get));
  if (!communes || !border || !ground) {
    const problem = document.getElementById("map-problem");
    problem.textContent = words.failed;
    problem.hidden = false;
  }
  const shapes = communes ? L.geoJSON(communes, { style: { color: "#5b6873", weight: 0.8, fillColor: "#ffffff", fillOpacity: 0.7 }, interactive: false }).addTo(map) : null;
  const line = border ? L.geoJSON(border, { style: { color: "#7a0019", weight: 2.5, dashArray: "9 3 2 3", fill: false }, interactive: false }).addTo(map) : null;
  ground?.sections.forEach((section, place) => {
    const style = { color: place % 2 ? "#0072b2" : "#009e73", weight: 7, opacity: 0.35, fill: false };
    L.geoJSON(JSON.parse(section.shape), { style }).bindTooltip(named(`${section.name}: ${section.agency}`), { sticky: true }).addTo(map);
  });
  if (ground) {
    drawSigns(map, ground.sites);
  }
  const bounds = line?.getBounds().isValid() ? line.getBounds() : shapes?.getBounds();
  return bounds?.isValid() ? bounds : null;
}

function drawSigns(map, sites) {
  const group = L.layerGroup(
    sites.map(({ at, name, sign }) => {
      const html = named(sign.slice(0, 12));
      html.className = "ground-sign";
      return L.marker([at[1], at[0]], { icon: L.divIcon({ className: "", html, iconSize: null }), keyboard: false }).bindTooltip(named(name));
    }),
  );
  const fit = () => (map.getZoom() >= SIGNS_FROM_ZOOM ? group.addTo(map) : group.remove());
  map.on("zoomend", fit);
  fit();
}

export function pinOf({ urgency, state }) {
  const html = document.createElement("span");
  html.textContent = urgency === "routine" ? "" : "!";
  const closed = state === "closed" ? " report-pin--closed" : "";
  return L.divIcon({ className: `report-pin report-pin--${urgency}${closed}`, html, iconSize: [18, 18], iconAnchor: [9, 9] });
}

export function named(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

async function get(address) {
  try {
    const response = await fetch(address, { credentials: "same-origin" });
    return response.ok && !response.redirected ? await response.json() : null;
  } catch {
    return null;
  }
}
