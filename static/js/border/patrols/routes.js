// Lines of patrols on a map; what each looks like is in patrols.css.

export function line(shape, className) {
  return L.geoJSON(shape, { style: { className, color: null, fill: false }, interactive: false, pmIgnore: true });
}

// Where a patrol is to go: dots on white, so that they stand out on whatever lies below.
export function plannedLine(shape) {
  return L.featureGroup([line(shape, "patrol-line--halo"), line(shape, "patrol-line--planned")]);
}

// A line with a name: a wide unseen one over it catches the pointer.
export function namedLine(shape, className, label, address) {
  const wide = L.geoJSON(shape, { style: { color: "#000", opacity: 0, weight: 14, fill: false }, pmIgnore: true });
  wide.bindTooltip(label, { sticky: true });
  if (address) {
    wide.on("click", () => location.assign(address));
  }
  return L.featureGroup([line(shape, className), wide]);
}
