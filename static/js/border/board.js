// The list and the map of the board, kept up to date.

import { drawGround, makeMap, named, pinOf } from "./ground.js";
import { countDown, follow, settings } from "./live.js";

const list = document.getElementById("reports");
const rows = new Map(settings.rows.map((row) => [row.id, row]));
const pins = new Map();
const LATEST = 86400; // seconds; browsers count no further than 24 days, and pages do not stay open so long
let timer = 0;
const map = makeMap();

const bounds = await drawGround(map);
if (bounds) {
  map.fitBounds(bounds, { animate: false, padding: [10, 10] });
}
rows.forEach(drawPin);
order();
lookAgainIn(settings.next_in);
follow(take);
setInterval(countDown, 15000);
document.getElementById("map").dataset.ready = "yes";

// A report becomes overdue without any step: a list of what is overdue is asked for again at that time.
function lookAgainIn(seconds) {
  clearTimeout(timer);
  if (typeof seconds === "number" && seconds < LATEST) {
    timer = setTimeout(() => location.reload(), (seconds + 1) * 1000);
  }
}

async function take({ rows: changed, gone, next_in: next }) {
  lookAgainIn(next);
  gone.forEach(remove);
  for (const row of changed) {
    const item = document.getElementById(`r-${row.id}`) ?? document.createElement("li");
    item.id = `r-${row.id}`;
    item.className = "report-row report-row--fresh";
    item.innerHTML = row.html; // our own template, escaped there
    list.append(item);
    rows.set(row.id, row);
    drawPin(row);
    setTimeout(() => item.classList.remove("report-row--fresh"), 10000);
  }
  order();
}

function remove(id) {
  rows.delete(id);
  document.getElementById(`r-${id}`)?.remove();
  pins.get(id)?.remove();
  pins.delete(id);
}

function drawPin(row) {
  pins.get(row.id)?.remove();
  if (!row.at) {
    return;
  }
  const pin = L.marker([row.at[1], row.at[0]], { icon: pinOf(row), title: row.label }).bindTooltip(named(row.label));
  pin.on("click", () => location.assign(settings.report.replace(/[0-9a-f-]{36}/, row.id)));
  pins.set(row.id, pin.addTo(map));
}

// What the own agency must act on first, each part by what is due first, then the newest.
function order() {
  const late = (row) => row.due ?? Infinity;
  const sorted = [...rows.values()].sort(
    (a, b) => b.mine - a.mine || compare(late(a), late(b)) || b.received - a.received,
  );
  const wanted = sorted.map((row) => document.getElementById(`r-${row.id}`));
  if (wanted.some((item, place) => list.children[place] !== item)) {
    list.append(...wanted);
  }
  document.getElementById("nothing").hidden = rows.size > 0;
  countDown();
}

function compare(a, b) {
  return a === b ? 0 : a - b;
}
