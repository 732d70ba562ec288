// The panel of the chosen commune, and the evidence of its findings on the map.

import { settings } from "./asking.js";

const EVIDENCE = { color: "#000000", weight: 2, fillColor: "#ffe94d", fillOpacity: 0.9 };

export class Panel {
  constructor(map, communes, place) {
    this.map = map;
    this.communes = communes;
    this.place = place;
    map.createPane("evidence").style.zIndex = 640;
    this.group = L.layerGroup().addTo(map);
    communes.onChoose = (feature) => this.open(feature);
    place.addEventListener("click", (event) => this.press(event));
    place.addEventListener("htmx:afterSwap", () => this.arrive());
    place.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  open(feature) {
    const values = settings.screening ? { screening: settings.screening } : {};
    remember(feature.properties.code);
    htmx.ajax("GET", settings.panel.replace("/0/", `/${feature.id}/`), {
      target: this.place,
      swap: "innerHTML",
      values,
    });
  }

  arrive() {
    this.place.hidden = false;
    this.place.parentElement.scrollTop = 0;
    this.group.clearLayers();
    const evidence = JSON.parse(this.place.querySelector("#evidence").textContent);
    this.evidence = L.geoJSON(evidence, {
      pane: "evidence",
      style: (feature) => ({ ...EVIDENCE, fillOpacity: feature.geometry.type.includes("Point") ? 0.9 : 0.25 }),
      pointToLayer: (feature, place) => L.circleMarker(place, { pane: "evidence", radius: 5 }),
      interactive: false,
    }).addTo(this.group);
    this.place.querySelector("#commune-name").focus({ preventScroll: true });
  }

  press(event) {
    if (event.target.closest("[data-close]")) {
      this.close();
    }
    const button = event.target.closest("[data-finding]");
    if (button) {
      this.show(Number(button.dataset.finding));
    }
  }

  // Brings the places of one finding into view and dims the others.
  show(finding) {
    const own = L.featureGroup();
    this.evidence.eachLayer((layer) => {
      const mine = layer.feature.properties.finding === finding;
      layer.setStyle?.({ opacity: mine ? 1 : 0.15, fillOpacity: mine ? 0.9 : 0.1 });
      if (mine) {
        own.addLayer(layer);
      }
    });
    if (own.getLayers().length) {
      this.map.fitBounds(own.getBounds(), { maxZoom: 16, padding: [40, 40] });
    }
  }

  close() {
    this.place.hidden = true;
    this.place.replaceChildren();
    this.group.clearLayers();
    this.communes.clear();
    remember("");
    this.map.getContainer().focus();
  }
}

// Keeps the address of the page true, so that it can be sent to a colleague.
function remember(code) {
  const address = new URL(location.href);
  if (code) {
    address.searchParams.set("commune", code);
  } else {
    address.searchParams.delete("commune");
  }
  history.replaceState(null, "", address);
}
