// The arithmetic of the caps while boxes are ticked, group by group. The server counts again; nothing is decided here.

const cap = document.querySelector("[data-cap]");
const candidates = document.querySelector("[data-candidates]");
const decision = document.querySelector("[data-decision]");

/** Fill the {names} of an output's template, or empty it when there is nothing to say. */
function say(output, values) {
  output.textContent = values
    ? output.dataset.template.replace(/\{(\w+)\}/g, (_, name) => values[name])
    : "";
}

/** Count the ticked boxes of a form that belong to a group. */
function ticked(form, name, group) {
  const boxes = form ? [...form.querySelectorAll(`input[name="${name}"]:checked:not(:disabled)`)] : [];
  return boxes.filter((box) => box.dataset.inGroup === group).length;
}

/** Offer only the areas that the chosen act can start from, and the fields that belong to it. */
function showForAct(act) {
  for (const box of decision.querySelectorAll("input[data-acts]")) {
    box.disabled = !box.dataset.acts.split(" ").includes(act);
  }
  for (const part of decision.querySelectorAll("[data-for-act]")) {
    part.hidden = !part.dataset.forAct.split(" ").includes(act);
  }
}

/** Ask why another body decided only where the plan names none of that kind. */
function showDecider() {
  const other = decision.querySelector("[data-other-decider]");
  const decider = decision.elements.decider;
  if (other && decider) {
    other.hidden = decider.value !== "";
    other.querySelector("textarea").required = decider.value === "";
  }
}

/** Say how one group stands; return whether the ticks exceed its cap. */
function countGroup(place, act) {
  const group = place.dataset.group;
  const [allowed, selected, proposed] = ["allowed", "selected", "proposed"].map((key) => Number(place.dataset[key]));

  const toPropose = ticked(candidates, "units", group);
  const listed = selected + proposed + toPropose;
  const ifAllWere = toPropose && { selected, proposed, ticked: toPropose, total: listed, allowed };
  say(place.querySelector('[data-live="candidates"]'), ifAllWere);

  const alone = decision?.querySelector(`input[type="hidden"][name="areas"][data-in-group="${group}"]`) ? 1 : 0;
  const toSelect = act === "select" ? alone || ticked(decision, "areas", group) : 0;
  const decided = selected + toSelect;
  say(place.querySelector('[data-live="decision"]'), toSelect && { selected, ticked: toSelect, total: decided, allowed });

  const breach = toSelect > 0 && decided > allowed;
  const reason = decision?.querySelector(`[data-breach="${group}"]`);
  if (reason) {
    const text = reason.querySelector("textarea");
    reason.hidden = act !== "select" || !(breach || text.value);
    text.required = breach;
  }
  return breach || selected > allowed || (toPropose > 0 && listed > allowed);
}

function count() {
  const act = decision?.elements.act?.value;
  if (act) showForAct(act);
  if (decision) showDecider();
  if (!cap) {
    for (const reason of decision?.querySelectorAll("[data-breach]") ?? []) reason.hidden = true;
    return;
  }
  const over = [...cap.querySelectorAll("[data-group]")].map((place) => countGroup(place, act));
  cap.querySelector("[data-over]").hidden = !over.includes(true);
}

/** Write the name of the chosen body where the name on the paper was not typed by hand. */
function takeDecider(event) {
  const { decider, body } = decision.elements;
  if (event.target !== decider || !decider.value) return;
  const offered = [...decider.options].map((option) => option.value);
  if (!body.value || offered.includes(body.value)) body.value = decider.value;
}

decision?.addEventListener("change", takeDecider);
document.addEventListener("change", count);
count();
