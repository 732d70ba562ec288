// One key route or area: drawn and bent with the editing kit of the data pages.

import { editShape } from "../editing/shape.js";
import { drawGround, makeMap, settings } from "./ground-map.js";

const map = makeMap();
const bounds = await drawGround(map);
// The form's field is called as the model's; the editing kit asks for `shape`.
const form = document.getElementById("edit-form");
const shown = editShape(map, { elements: { shape: form.elements.geometry } }, settings);
if (shown) {
  map.fitBounds(shown, { maxZoom: 13, animate: false, padding: [40, 40] });
} else if (bounds) {
  map.fitBounds(bounds, { animate: false, padding: [10, 10] });
}
document.getElementById("map").dataset.ready = "yes";
