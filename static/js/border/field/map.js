// The offline map: drawn from the package alone.

import { made, words } from "./words.js";

const SIGNS_FROM_ZOOM = 11;
const CLOSE_ZOOM = 14;

export class FieldMap {
  #map;
  #layers = L.layerGroup();
  #pin = null;
  #circle = null;
  #bounds = null;

  constructor(element, tapped) {
    this.#map = L.map(element, { zoomControl: false, attributionControl: false, preferCanvas: true, minZoom: 7, maxZoom: 18, zoomAnimation: false });
    this.#map.setView([11, 107], 8);
    L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(this.#map);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(this.#map);
    this.#layers.addTo(this.#map);
    this.#map.on("click", ({ latlng }) => tapped(latlng.lng, latlng.lat));
  }

  draw(pack) {
    this.#layers.clearLayers();
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const communes = L.featureGroup(
      pack.communes.map(({ name, shape }) =>
        L.geoJSON(shape, { interactive: false, style: { color: colour("--map-edge"), weight: 1, fillColor: colour("--map-ground"), fillOpacity: 1 } }).bindTooltip(made("span", "", name), { permanent: true, direction: "center", className: "commune-name" }),
      ),
    );
    const lines = L.featureGroup(
      pack.lines.flatMap(({ parts }) => parts.map((part) => L.polyline(part.map(turned), { color: colour("--map-line"), weight: 3, dashArray: "9 3 2 3", interactive: false }))),
    );
    const roads = L.layerGroup(
      (pack.roads ?? []).flatMap(({ parts }) => parts.map((part) => L.polyline(part.map(turned), { color: colour("--map-road"), weight: 2, interactive: false }))),
    );
    const names = (pack.roads ?? []).map(({ number, parts }) => ({ at: middle(parts), name: number, sign: number }));
    const signs = L.layerGroup(
      [...pack.sites, ...names].map(({ at, name, sign }) => L.marker([at[1], at[0]], { icon: L.divIcon({ className: "", html: made("span", "sign", sign.slice(0, 12)), iconSize: null }), keyboard: false, interactive: false, title: name })),
    );
    communes.addTo(this.#layers);
    roads.addTo(this.#layers);
    lines.addTo(this.#layers);
    this.#map.off("zoomend").on("zoomend", () => this.#fit(signs));
    this.#fit(signs);
    this.#bounds = [lines, communes].map((layer) => layer.getBounds()).find((bounds) => bounds.isValid()) ?? null;
    this.#look();
  }

  place(point) {
    this.#pin?.remove();
    this.#circle?.remove();
    this.#pin = this.#circle = null;
    if (point) {
      const at = [point.lat, point.lon];
      this.#pin = L.marker(at, { icon: L.divIcon({ className: "", html: made("span", "pin"), iconSize: [22, 22], iconAnchor: [11, 27] }), interactive: false, keyboard: false }).addTo(this.#map);
      if (point.accuracy) {
        this.#circle = L.circle(at, { radius: point.accuracy, weight: 1, interactive: false }).addTo(this.#map);
      }
    }
  }

  // To be called when the map has just been made visible.
  show(point) {
    this.#map.invalidateSize();
    if (point) {
      this.#map.setView([point.lat, point.lon], CLOSE_ZOOM, { animate: false });
    } else {
      this.#look();
    }
  }

  #look() {
    if (this.#bounds) {
      this.#map.fitBounds(this.#bounds, { animate: false, padding: [10, 10] });
    }
  }

  #fit(signs) {
    if (this.#map.getZoom() >= SIGNS_FROM_ZOOM) {
      signs.addTo(this.#layers);
    } else {
      this.#layers.removeLayer(signs);
    }
    this.#map.getContainer().classList.toggle("map--far", this.#map.getZoom() < SIGNS_FROM_ZOOM);
  }
}

function turned([lon, lat]) {
  return [lat, lon];
}

// A vertex in the middle of the part with most vertices: where a road's number stands.
function middle(parts) {
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best));
  return longest[Math.floor(longest.length / 2)];
}
