// A new report: placed by a click, sent until the server has answered.

import { editPoint } from "../editing/point.js";
import { drawGround, makeMap } from "./ground.js";
import { settings } from "./live.js";
import { watchForms } from "./sending.js";

watchForms((_form, url) => location.assign(url));
const map = makeMap();
const bounds = await drawGround(map);
const shown = editPoint(map, document.getElementById("edit-form"), settings);
if (shown) {
  map.fitBounds(shown, { maxZoom: 13, animate: false });
} else if (bounds) {
  map.fitBounds(bounds, { animate: false, padding: [10, 10] });
}
document.getElementById("map").dataset.ready = "yes";
