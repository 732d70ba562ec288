// The map page: puts the parts together.

import { settings } from "./asking.js";
import { addBorder, makeMap } from "./canvas.js";
import { Communes } from "./communes.js";
import { Days } from "./days.js";
import { Incidents } from "./incidents.js";
import { drawLegend } from "./legend.js";
import { Panel } from "./panel.js";
import { Pictures } from "./pictures.js";
import { showPlace } from "./popup.js";
import { Search } from "./search.js";
import { Sites } from "./sites.js";

const byId = (id) => document.getElementById(id);

const map = makeMap(byId("map"));
const communes = new Communes(map);
new Panel(map, communes, byId("commune"));
new Search(byId("commune-search"), byId("commune-list"), communes);
const days =
  settings.plan && !settings.screening
    ? new Days(byId("days"), byId("date"), communes, showBorder)
    : null;
const border = { lines: null, there: false };
offerChoices();
showCoordinates();

if (await communes.load()) {
  map.fitBounds(communes.bounds(), { padding: [10, 10], animate: false });
  if (settings.at) {
    showPlace(map, settings.at);
  }
  await showBorder(communes.colours);
  await days?.load();
  await new Incidents(map, byId("incident-choices"), byId("incident-total")).draw();
  new Sites(map, byId("site-choices"), byId("site-total"));
  if (byId("picture-choices")) {
    new Pictures(map, byId("picture-choices"));
  }
  const named = settings.commune && communes.find(settings.commune);
  if (named) {
    communes.choose(named.id, { zoom: true });
  }
} else {
  await days?.load();
}
byId("map").dataset.ready = "yes";

// The border and the legend; the lines are asked for again where those of the day are others.
async function showBorder({ border: lines = "" }) {
  if (lines !== border.lines) {
    border.lines = lines;
    border.there = await addBorder(map);
  }
  drawLegend(byId("legend"), communes, { border: border.there });
}

// Another plan has other years and days, another year has another day: what no longer fits is left to the server.
function offerChoices() {
  const form = byId("map-choices");
  byId("plan").addEventListener("change", () => {
    byId("year").disabled = true;
    byId("date").disabled = true;
    form.submit();
  });
  byId("year").addEventListener("change", () => {
    byId("date").disabled = true;
    form.submit();
  });
  byId("screening").addEventListener("change", () => form.submit());
}

function showCoordinates() {
  const readout = byId("readout");
  const { north, east } = settings.words;
  const write = (degrees) => degrees.toFixed(5).replace(".", document.documentElement.lang === "vi" ? "," : ".");
  map.on("mousemove", ({ latlng }) => {
    readout.textContent = `WGS 84: ${write(latlng.lat)}° ${north}, ${write(latlng.lng)}° ${east}`;
  });
  map.on("mouseout", () => {
    readout.textContent = "";
  });
}
