// The map of a statistic: communes in the colours of their class, outlines of clusters, the picture of a density.

import { settings } from "../map/asking.js";
import { addBorder, makeMap } from "../map/canvas.js";
import { Communes } from "../map/communes.js";
import { drawLegend } from "../map/legend.js";

const CLUSTER = { color: "#a63603", weight: 2, fillColor: "#fd8d3c", fillOpacity: 0.35 };

const place = document.getElementById("map");
const map = makeMap(place);
const communes = new Communes(map);
const list = document.getElementById("communes");

if (await communes.load()) {
  map.fitBounds(communes.bounds(), { padding: [10, 10], animate: false });
  showPicture();
  showOutlines();
  const border = await addBorder(map);
  if (settings.coloured) {
    drawLegend(document.getElementById("legend"), communes, { border });
  } else {
    document.getElementById("legend").hidden = true;
  }
  followList();
}
place.dataset.ready = "yes";

function showPicture() {
  if (!settings.picture) {
    return;
  }
  const [south, west, north, east] = settings.picture.bounds;
  map.createPane("surface").style.zIndex = 420;
  L.imageOverlay(settings.picture.address, [[south, west], [north, east]], { pane: "surface" }).addTo(map);
}

function showOutlines() {
  if (!settings.outlines) {
    return;
  }
  map.createPane("clusters").style.zIndex = 430;
  const { cluster, incidents } = settings.words;
  L.geoJSON(settings.outlines, {
    pane: "clusters",
    style: CLUSTER,
    pointToLayer: (feature, at) => L.circleMarker(at, { ...CLUSTER, pane: "clusters", radius: 6 }),
    onEachFeature: ({ properties }, layer) =>
      layer.bindTooltip(`${cluster} ${properties.number}: ${properties.incidents} ${incidents}`, { sticky: true }),
  }).addTo(map);
}

// A commune pressed on the map is marked in the list, and the other way round.
function followList() {
  if (!list) {
    return;
  }
  communes.onChoose = ({ id }) => {
    for (const row of list.querySelectorAll("tr[data-unit]")) {
      const chosen = row.dataset.unit === String(id);
      row.setAttribute("aria-selected", chosen);
      if (chosen) {
        row.scrollIntoView({ block: "nearest" });
      }
    }
  };
  list.addEventListener("click", (event) => {
    const unit = Number(event.target.closest("tr[data-unit]")?.dataset.unit);
    if (!event.target.closest("a") && communes.layers.has(unit)) {
      communes.choose(unit, { zoom: true });
    }
  });
}
