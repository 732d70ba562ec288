// The ground under the maps of the strip: communes and the border line of the day.

export const settings = JSON.parse(document.getElementById("strip-settings").textContent);

export function makeMap() {
  const { words } = settings;
  const map = L.map(document.getElementById("map"), { zoomControl: false, attributionControl: false, minZoom: 6, maxZoom: 19 });
  map.setView([11, 107], 8);
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  return map;
}

// Draws communes and line; returns where to look: the line where there is one, else the communes.
export async function drawGround(map) {
  const [communes, border] = await Promise.all([get(settings.communes), get(settings.border)]);
  const plain = { interactive: false, pmIgnore: true };
  const shapes = communes && L.geoJSON(communes, { ...plain, style: { color: "#5b6873", weight: 0.8, fillColor: "#ffffff", fillOpacity: 0.7 } }).addTo(map);
  const line = border && L.geoJSON(border, { ...plain, style: { color: "#7a0019", weight: 2.5, dashArray: "9 3 2 3", fill: false } }).addTo(map);
  const bounds = line?.getBounds().isValid() ? line.getBounds() : shapes?.getBounds();
  return bounds?.isValid() ? bounds : null;
}

export async function get(address, kind = "json") {
  try {
    const response = await fetch(address, { credentials: "same-origin" });
    if (response.ok && !response.redirected) {
      return await response[kind]();
    }
  } catch {
    // Told below.
  }
  const problem = document.getElementById("map-problem");
  problem.textContent = settings.words.failed;
  problem.hidden = false;
  return null;
}

export function named(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}
