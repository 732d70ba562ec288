// Sites: a short sign per kind, outlines where a site has a shape, counts per cell where there are many.

import { ask, settings } from "./asking.js";
import { view } from "./canvas.js";
import { openPopup } from "./popup.js";

const OUTLINE = { color: "#3d1f5c", weight: 1.5, dashArray: "4 3", fillColor: "#3d1f5c", fillOpacity: 0.12 };

export class Sites {
  constructor(map, form, total) {
    this.map = map;
    this.form = form;
    this.total = total;
    map.createPane("sites").style.zIndex = 610;
    this.group = L.layerGroup().addTo(map);
    map.on("moveend", () => this.draw());
    form.addEventListener("change", () => this.draw());
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  async draw() {
    const kinds = new FormData(this.form).getAll("kind").join(",");
    for (const link of document.querySelectorAll("#site-links a")) {
      link.search = new URLSearchParams({ list: "sites", kinds, on: settings.date });
      link.hidden = !kinds;
    }
    if (!kinds) {
      this.group.clearLayers();
      this.total.textContent = "";
      return;
    }
    const answer = await ask("sites", { ...view(this.map), kinds, date: settings.date });
    if (!answer) {
      return;
    }
    this.group.clearLayers();
    L.geoJSON(answer, {
      style: OUTLINE,
      pane: "sites",
      pointToLayer: (feature, place) => sign(feature, place),
      onEachFeature: (feature, layer) => this.enter(feature, layer),
    }).addTo(this.group);
    const number = answer.features.reduce((sum, each) => sum + (each.properties.count ?? 1), 0);
    const how = answer.aggregated ? ` (${settings.words.aggregated})` : "";
    this.total.textContent = `${settings.words.shown}: ${number} ${settings.words.sites}${how}`;
  }

  enter(feature, layer) {
    const { kind, name, count } = feature.properties;
    const { label } = settings.kinds[kind];
    const text = document.createElement("span");
    text.textContent = [label, name, count && `${count} ${settings.words.sites}`].filter(Boolean).join(": ");
    const marks = [layer.bindTooltip(text)];
    if (layer.getBounds) {
      const middle = layer.getBounds().getCenter();
      marks.push(sign(feature, middle).bindTooltip(text.cloneNode(true)).addTo(this.group));
    }
    if (feature.id) {
      for (const mark of marks) {
        mark.on("click", (event) => {
          L.DomEvent.stopPropagation(event);
          openPopup(this.map, event.latlng, "site", feature.id);
        });
      }
    }
  }
}

function sign(feature, place) {
  const { kind, count } = feature.properties;
  const mark = document.createElement("span");
  mark.className = "site-sign";
  mark.textContent = settings.kinds[kind].sign + (count > 1 ? ` ${count}` : "");
  const icon = L.divIcon({ className: "site-mark", html: mark, iconSize: [22, 18] });
  return L.marker(place, { icon, pane: "sites", keyboard: false });
}
