// Incidents: circles with counts per cell; single marks where the server gives single places.

import { ask, settings, tell } from "./asking.js";
import { view } from "./canvas.js";
import { openPopup } from "./popup.js";

export class Incidents {
  constructor(map, form, total) {
    this.map = map;
    this.form = form;
    this.total = total;
    map.createPane("incidents").style.zIndex = 620;
    this.group = L.layerGroup().addTo(map);
    map.on("moveend", () => this.draw());
    form.addEventListener("change", () => this.draw());
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("click", (event) => this.checkAll(event));
  }

  checkAll(event) {
    const how = event.target.dataset.check;
    if (!how) {
      return;
    }
    for (const box of this.form.querySelectorAll("input[type=checkbox]")) {
      box.checked = how === "all";
    }
    this.draw();
  }

  // The links beside the choices lead to the list and to the file of what the map shows.
  follow(choices) {
    const checked = choices.getAll("category");
    const all = checked.length === this.form.querySelectorAll("[name=category]").length;
    const query = new URLSearchParams({ list: "incidents", since: choices.get("from"), last_day: choices.get("to") });
    if (!all) {
      query.set("categories", checked.join(","));
    }
    for (const link of document.querySelectorAll("#incident-links a")) {
      link.search = query;
      link.hidden = !checked.length;
    }
  }

  async draw() {
    const choices = new FormData(this.form);
    const categories = choices.getAll("category").join(",");
    this.follow(choices);
    const period = { from: choices.get("from"), to: choices.get("to") };
    const answer = await ask("incidents", { ...view(this.map), ...period, categories });
    if (!answer) {
      return;
    }
    tell("");
    this.group.clearLayers();
    for (const cell of answer.cells ?? []) {
      circle(cell).addTo(this.group);
    }
    for (const point of answer.points ?? []) {
      mark(point)
        .on("click", (event) => openPopup(this.map, event.latlng, "incident", point.id))
        .addTo(this.group);
    }
    this.total.textContent = `${settings.words.shown}: ${answer.total.toLocaleString(document.documentElement.lang)} ${settings.words.incidents}`;
  }
}

function circle({ at: [lon, lat], count }) {
  const size = Math.round(Math.min(34, 17 + 2.6 * Math.log2(count)));
  const icon = L.divIcon({ className: "incident-cell", html: String(count), iconSize: [size, size] });
  return L.marker([lat, lon], { icon, pane: "incidents", interactive: false, keyboard: false });
}

function mark({ at: [lon, lat], category, on }) {
  const shape = { radius: 5, color: "#ffffff", weight: 1.5, fillColor: "#263242", fillOpacity: 0.95 };
  return L.circleMarker([lat, lon], { ...shape, pane: "incidents" }).bindTooltip(
    `${settings.categories[category]}, ${on}`,
  );
}
