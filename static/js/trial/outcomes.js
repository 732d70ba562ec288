// What outcomes by criterion mean for the map and for the list. Pure functions.

const RANK = ["met", "no_data", "not_met"];

// A commune is met where any criterion is, else without data where any lacks it: as on the map of a screening.
export function colours(criteria, features) {
  const units = {};
  for (const outcomes of Object.values(criteria)) {
    for (const [unit, [outcome]] of Object.entries(outcomes)) {
      if (!(unit in units) || RANK.indexOf(outcome) < RANK.indexOf(units[unit])) {
        units[unit] = outcome;
      }
    }
  }
  const counts = { none: features.filter((feature) => !(feature.id in units)).length };
  for (const outcome of Object.values(units)) {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return { units, counts, elsewhere: 0 };
}

// The outcomes that differ: those that became met first, then those that no longer are.
export function changesBetween(before, after) {
  const changes = [];
  for (const [criterion, outcomes] of Object.entries(after)) {
    for (const [unit, [outcome, reason]] of Object.entries(outcomes)) {
      const was = before[criterion]?.[unit]?.[0];
      if (was !== outcome) {
        changes.push({ unit, criterion, outcome, reason, gained: outcome === "met", lost: was === "met" });
      }
    }
  }
  return changes.sort((a, b) => b.gained - a.gained || b.lost - a.lost);
}
