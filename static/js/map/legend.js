// The legend: colour, hatch, words and the number of communes of each.

import { settings } from "./asking.js";
import { addPatterns, element } from "./hatches.js";

export function drawLegend(place, communes, { border = false } = {}) {
  const { counts, elsewhere } = communes.colours;
  const list = document.createElement("ul");
  for (const style of communes.styles) {
    const item = document.createElement("li");
    const swatch = element("svg", { viewBox: "0 0 34 20", "aria-hidden": "true" });
    addPatterns(swatch, [style], "legend");
    element(
      "rect",
      { x: 0.5, y: 0.5, width: 33, height: 19, fill: `url(#legend-${style.key})`, stroke: "#5b6873" },
      swatch,
    );
    item.append(swatch, text("span", style.label), text("strong", counts[style.key] ?? 0, "num"));
    list.append(item);
  }
  if (border) {
    const item = document.createElement("li");
    const swatch = element("svg", { viewBox: "0 0 34 20", "aria-hidden": "true" });
    element("path", { d: "M0,10 H34", stroke: "#7a0019", "stroke-width": 3, "stroke-dasharray": "9 3 2 3" }, swatch);
    item.append(swatch, text("span", settings.words.border), text("span", ""));
    list.append(item);
  }
  place.replaceChildren(list);
  if (elsewhere) {
    place.append(text("p", `${elsewhere} ${settings.words.elsewhere}`));
  }
}

function text(tag, content, className = "") {
  const made = document.createElement(tag);
  made.textContent = content;
  made.className = className;
  return made;
}
