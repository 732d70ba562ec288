// Try-out mode: a parameter is moved, the criteria that have it are asked again, map and list follow.

import { ask, settings, tell } from "../map/asking.js";
import { addBorder, makeMap } from "../map/canvas.js";
import { Communes } from "../map/communes.js";
import { drawLegend } from "../map/legend.js";
import { changesBetween, colours } from "./outcomes.js";
import { Fields } from "./fields.js";

const byId = (id) => document.getElementById(id);
const { plan, year, as_of } = settings.trial;

const map = makeMap(byId("map"));
const communes = new Communes(map);
const fields = new Fields(byId("trial"));
let border = false;
let names = {};
let byPlan = {};
let tried = {};

const loaded = await communes.load({ plan, year, as_of });
if (loaded && communes.colours.criteria) {
  names = communes.colours.names;
  byPlan = communes.colours.criteria;
  tried = { ...byPlan };
  map.fitBounds(communes.bounds(), { padding: [10, 10], animate: false });
  border = await addBorder(map);
  show();
  fields.onMove = answer;
  fields.onRefuse = tell;
  fields.onTurn = show;
  byId("painted").addEventListener("change", show);
}
byId("map").dataset.ready = "yes";

// Only the criteria that have the moved parameters are asked; a newer question replaces one under way.
async function answer(moved, values) {
  const state = byId("trial-state");
  state.textContent = "…";
  tell("");
  const found = await ask("answer", { plan, year, as_of, settings: moved, ...values }, `answer ${moved}`);
  if (found) {
    tried = { ...tried, ...found.criteria };
  }
  show();
}

function show() {
  communes.recolour(colours(painted(), communes.all()));
  drawLegend(byId("legend"), communes, { border });
  const changes = changesBetween(byPlan, tried);
  const list = byId("changes");
  list.replaceChildren(...changes.map(item));
  if (!changes.length) {
    const words = fields.moved ? settings.words.unchanged : settings.words.nothing;
    list.append(Object.assign(document.createElement("li"), { textContent: words, className: "muted" }));
  }
  byId("trial-total").textContent = changes.length ? total(changes) : "";
  byId("trial-state").textContent = changes.length ? total(changes) : "";
  list.dataset.ready = fields.moved ? "moved" : "start";
}

// What the map shows: the criteria whose parameters stand beside it, or all of them.
function painted() {
  if (byId("painted").value === "all") {
    return tried;
  }
  const chosen = byId("criterion").value;
  return Object.fromEntries(Object.entries(tried).filter(([key]) => settings.trial.settings[key] === chosen));
}

function total(changes) {
  const gained = changes.filter((change) => change.gained).length;
  const lost = changes.filter((change) => change.lost).length;
  const figures = { gained, lost, other: changes.length - gained - lost };
  return settings.words.total.replace(/%\((\w+)\)s/g, (_all, name) => String(figures[name]));
}

function item({ unit, criterion, outcome, reason, gained, lost }) {
  const made = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = names[unit] ?? unit;
  button.addEventListener("click", () => communes.layers.has(Number(unit)) && communes.choose(Number(unit), { zoom: true }));
  const kind = gained ? settings.words.gained : lost ? settings.words.lost : outcome;
  const what = document.createElement("span");
  what.textContent = ` ${gained ? "＋" : lost ? "−" : "·"} ${settings.trial.criteria[criterion]}: ${kind}`;
  const why = Object.assign(document.createElement("p"), { textContent: reason, className: "muted small" });
  made.append(button, what, why);
  return made;
}
