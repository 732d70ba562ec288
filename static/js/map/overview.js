// The small status map of the overview: a picture, the full map is a page of its own.

import { addBorder, makeMap } from "./canvas.js";
import { Communes } from "./communes.js";
import { drawLegend } from "./legend.js";

const place = document.getElementById("map");
const map = makeMap(place, { interactive: false });
const communes = new Communes(map, { interactive: false });

if (await communes.load()) {
  drawLegend(document.getElementById("legend"), communes, { border: await addBorder(map) });
  map.invalidateSize({ animate: false }); // the legend takes its place from the map
  map.fitBounds(communes.bounds(), { padding: [6, 6], animate: false });
}
place.dataset.ready = "yes";
