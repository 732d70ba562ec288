// The reports that the other side of a provincial boundary shares, on the map.

import { drawGround, makeMap, named, pinOf } from "./ground.js";
import { settings } from "./live.js";

const map = makeMap();
const bounds = await drawGround(map);
const pins = L.featureGroup(settings.reports.map(drawReport)).addTo(map);
map.fitBounds(pins.getBounds().isValid() ? pins.getBounds() : bounds, { animate: false, padding: [40, 40], maxZoom: 13 });
document.getElementById("map").dataset.ready = "yes";

function drawReport(report) {
  const pin = L.marker([report.at[1], report.at[0]], { icon: pinOf(report), title: report.label });
  return pin.bindTooltip(named(report.label)).on("click", () => location.assign(report.url));
}
