// Hatches as SVG patterns, so that no status is told by colour alone. Names as in transformation/palette.py.

const SVG = "http://www.w3.org/2000/svg";
const STROKES = {
  none: [],
  diagonal: ["M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6"],
  back_diagonal: ["M-2,6 L2,10 M0,0 L8,8 M6,-2 L10,2"],
  vertical: ["M4,0 V8"],
  horizontal: ["M0,4 H8"],
  cross: ["M0,8 L8,0 M0,0 L8,8"],
  sparse_diagonal: ["M-2,2 L2,-2 M0,16 L16,0 M14,18 L18,14"],
};

export function element(name, attributes = {}, parent = null) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  parent?.append(made);
  return made;
}

// White lines on dark colours, black lines on light ones (relative luminance of sRGB, WCAG 2).
function ink(colour) {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.3 ? "#ffffff" : "#222222";
}

export function addPatterns(svg, styles, prefix) {
  const defs = element("defs", {}, svg);
  for (const style of styles) {
    const side = style.hatch === "sparse_diagonal" ? 16 : 8;
    const pattern = element(
      "pattern",
      { id: `${prefix}-${style.key}`, width: side, height: side, patternUnits: "userSpaceOnUse" },
      defs,
    );
    element("rect", { width: side, height: side, fill: style.colour }, pattern);
    if (style.hatch === "dots") {
      element("circle", { cx: 2, cy: 2, r: 1.1, fill: ink(style.colour) }, pattern);
      element("circle", { cx: 6, cy: 6, r: 1.1, fill: ink(style.colour) }, pattern);
    }
    for (const path of STROKES[style.hatch] ?? []) {
      element("path", { d: path, stroke: ink(style.colour), "stroke-width": 1.2, fill: "none" }, pattern);
    }
  }
}
