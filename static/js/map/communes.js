// The communes: shapes once per day asked for, colours from a separate small answer.

import { ask, settings, tell } from "./asking.js";
import { addPatterns } from "./hatches.js";

const OUTLINE = { color: "#5b6873", weight: 0.8, opacity: 1, fillOpacity: 0.85 };
const CHOSEN = { color: "#000000", weight: 3 };
const PREFIX = "map";
const LABELS_FROM_ZOOM = 11;

export class Communes {
  // `interactive` is false on the overview, where the map is a picture.
  constructor(map, { interactive = true } = {}) {
    this.map = map;
    this.interactive = interactive;
    this.renderer = L.svg({ padding: 0.5 }).addTo(map);
    this.layers = new Map();
    this.colours = { units: {}, counts: {} };
    this.chosen = null;
    this.onChoose = () => {};
    this.styles = settings.screening ? settings.findingStyles : settings.statusStyles;
    addPatterns(this.renderer._container, this.styles, PREFIX);
    if (interactive) {
      map.on("zoomend moveend", () => this.label());
    }
  }

  async load(asked = {}) {
    const colours = settings.screening
      ? ask("findings", { screening: settings.screening, date: settings.date, ...asked })
      : ask("status", { plan: settings.plan, year: settings.year, date: settings.date });
    const shapes = await ask("communes", { date: settings.date });
    this.colours = { ...this.colours, ...(await colours) };
    if (!shapes) {
      return false;
    }
    if (!shapes.features.length) {
      tell(settings.words.noCommunes);
      return false;
    }
    this.draw(shapes);
    return true;
  }

  draw(shapes) {
    this.group = L.geoJSON(shapes, {
      renderer: this.renderer,
      interactive: this.interactive,
      style: (feature) => this.style(feature),
      onEachFeature: (feature, layer) => this.enter(feature, layer),
    }).addTo(this.map);
  }

  // The statuses of another day on the communes of that day; shapes are fetched only where they are others.
  // Returns the statuses, or null where they did not come or another day was asked for meanwhile.
  async show(date) {
    const colours = await ask("status", { plan: settings.plan, year: settings.year, date });
    if (!colours) {
      return null;
    }
    settings.territory = colours.territory;
    if (colours.shapes === this.colours.shapes) {
      this.recolour(colours);
      return colours;
    }
    const shapes = await ask("communes", { date });
    if (!shapes) {
      return null;
    }
    const chosen = this.layers.get(this.chosen)?.feature.properties.code;
    this.chosen = null;
    this.group?.remove();
    this.layers.clear();
    this.colours = colours;
    this.draw(shapes);
    const same = chosen && this.find(chosen);
    if (same) {
      this.chosen = same.id;
      this.layers.get(same.id).setStyle(CHOSEN).bringToFront();
    }
    if (this.interactive) {
      this.label();
    }
    return colours;
  }

  key(feature) {
    return this.colours.units[feature.id] ?? "none";
  }

  style(feature) {
    const inside = !settings.territory.length || settings.territory.includes(feature.properties.province);
    return {
      ...OUTLINE,
      opacity: inside ? 1 : 0.35,
      fillColor: `url(#${PREFIX}-${this.key(feature)})`,
      fillOpacity: inside ? OUTLINE.fillOpacity : 0.3,
    };
  }

  // Other colours on the same shapes.
  recolour(colours) {
    this.colours = colours;
    for (const layer of this.layers.values()) {
      layer.setStyle(this.style(layer.feature));
      layer.setTooltipContent?.(this.told(layer.feature));
    }
    this.layers.get(this.chosen)?.setStyle(CHOSEN);
  }

  told(feature) {
    return `${feature.properties.name}: ${this.styles.find((each) => each.key === this.key(feature)).label}`;
  }

  enter(feature, layer) {
    this.layers.set(feature.id, layer);
    if (!this.interactive) {
      return;
    }
    layer.bindTooltip(this.told(feature), { sticky: true });
    layer.on("click", () => this.choose(feature.id));
    layer.on("mouseover", () => feature.id !== this.chosen && layer.setStyle({ weight: 2.2 }));
    layer.on("mouseout", () => feature.id !== this.chosen && layer.setStyle({ weight: OUTLINE.weight }));
  }

  bounds() {
    const own = [...this.layers.values()].filter(
      (layer) => !settings.territory.length || settings.territory.includes(layer.feature.properties.province),
    );
    return L.featureGroup(own.length ? own : [...this.layers.values()]).getBounds();
  }

  all() {
    return [...this.layers.values()].map((layer) => layer.feature);
  }

  find(code) {
    return this.all().find((feature) => feature.properties.code === code);
  }

  choose(id, { zoom = false } = {}) {
    this.clear();
    const layer = this.layers.get(id);
    this.chosen = id;
    layer.setStyle(CHOSEN).bringToFront();
    if (zoom) {
      this.map.fitBounds(layer.getBounds(), { maxZoom: 12, padding: [60, 60] });
    }
    this.onChoose(layer.feature);
  }

  clear() {
    const layer = this.layers.get(this.chosen);
    if (layer) {
      layer.setStyle(this.style(layer.feature));
    }
    this.chosen = null;
  }

  // Names stand on the map once there is room for them.
  label() {
    this.labels?.remove();
    if (this.map.getZoom() < LABELS_FROM_ZOOM) {
      return;
    }
    const view = this.map.getBounds();
    const marks = [...this.layers.values()]
      .filter((layer) => view.contains(layer.getBounds().getCenter()))
      .map((layer) =>
        L.tooltip({ permanent: true, direction: "center", className: "commune-label", interactive: false })
          .setLatLng(layer.getCenter?.() ?? layer.getBounds().getCenter())
          .setContent(layer.feature.properties.name),
      );
    this.labels = L.layerGroup(marks).addTo(this.map);
  }
}
