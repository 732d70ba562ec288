// Where a point stands on the border, from the package: section, marker ± metres along the line, metres inside.
//
// The line carries the server's own metres at its vertices, thinned to some five metres, so the answer agrees
// with the server's within that; it is shown as "about" and never sent: the server measures for itself.

import { fill, metres, words } from "./words.js";

export function placeOf(pack, lon, lat) {
  const foot = nearest(pack.lines, lon, lat);
  if (!foot) {
    return null;
  }
  const markers = pack.markers.filter((marker) => marker.line === foot.line);
  const marker = markers.reduce((best, each) => (!best || Math.abs(each.along - foot.along) < Math.abs(best.along - foot.along) ? each : best), null);
  const within = pack.communes.some(({ shape }) => covers(shape, lon, lat));
  const side = pack.lines[foot.line].inside;
  return {
    line: pack.lines[foot.line].name,
    distance: foot.distance,
    inside: within || (side === 0 ? null : foot.side === side),
    marker: marker?.label ?? "",
    fromMarker: marker ? foot.along - marker.along : null,
    sections: pack.sections.filter((section) => section.line === foot.line && section.from <= foot.along && foot.along < section.to),
    commune: pack.communes.find(({ shape }) => covers(shape, lon, lat))?.name ?? "",
  };
}

export function sentenceOf(place) {
  const parts = place.sections.map(({ name, agency }) => `${name} (${agency})`);
  if (place.marker) {
    const sign = place.fromMarker >= 0 ? "+" : "−";
    parts.push(fill(words.marker, { marker: place.marker, metres: `${sign} ${metres(Math.abs(place.fromMarker))}` }));
  }
  const depth = place.inside === null ? words.depthUnknown : place.inside ? words.depthInside : words.depthOutside;
  parts.push(fill(depth, { metres: metres(place.distance), line: place.line }));
  return parts.join("; ");
}

function nearest(lines, lon, lat) {
  const scale = metresPerDegree(lat);
  let best = null;
  lines.forEach(({ parts }, line) => {
    for (const part of parts) {
      for (let index = 1; index < part.length; index += 1) {
        const foot = beside(part[index - 1], part[index], lon, lat, scale);
        if (!best || foot.distance < best.distance) {
          best = { ...foot, line };
        }
      }
    }
  });
  return best;
}

function beside([lonA, latA, alongA], [lonB, latB, alongB], lon, lat, [east, north]) {
  const runX = (lonB - lonA) * east;
  const runY = (latB - latA) * north;
  const toX = (lon - lonA) * east;
  const toY = (lat - latA) * north;
  const square = runX * runX + runY * runY;
  const share = square > 0 ? Math.min(1, Math.max(0, (toX * runX + toY * runY) / square)) : 0;
  return {
    distance: Math.hypot(toX - share * runX, toY - share * runY),
    along: alongA + share * (alongB - alongA),
    side: Math.sign(runX * toY - runY * toX), // 1 left of the line as it is drawn
  };
}

// Metres of a degree of longitude and of latitude on WGS 84 (series of the meridian arc, exact to a metre).
function metresPerDegree(lat) {
  const phi = (lat * Math.PI) / 180;
  return [
    111412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi),
    111132.954 - 559.822 * Math.cos(2 * phi) + 1.175 * Math.cos(4 * phi),
  ];
}

function covers({ type, coordinates }, lon, lat) {
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  return polygons.some((rings) => rings.reduce((inside, ring) => inside !== crossesOddly(ring, lon, lat), false));
}

function crossesOddly(ring, lon, lat) {
  let odd = false;
  for (let index = 1; index < ring.length; index += 1) {
    const [x1, y1] = ring[index - 1];
    const [x2, y2] = ring[index];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) {
      odd = !odd;
    }
  }
  return odd;
}
