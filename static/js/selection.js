// The arithmetic of the cap while boxes are ticked. The server counts again; nothing is decided here.

const cap = document.querySelector("[data-cap]");
const candidates = document.querySelector("[data-candidates]");
const decision = document.querySelector("[data-decision]");

/** Fill the {names} of an output's template, or empty it when there is nothing to say. */
function say(output, values) {
  output.textContent = values
    ? output.dataset.template.replace(/\{(\w+)\}/g, (_, name) => values[name])
    : "";
}

function ticked(form, name) {
  return form ? form.querySelectorAll(`input[name="${name}"]:checked:not(:disabled)`).length : 0;
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

function count() {
  const act = decision?.elements.act?.value;
  if (act) showForAct(act);
  if (!cap) return;
  const [allowed, selected, proposed] = ["allowed", "selected", "proposed"].map((key) => Number(cap.dataset[key]));

  const toPropose = ticked(candidates, "units");
  const listed = selected + proposed + toPropose;
  const ifAllWere = toPropose && { selected, proposed, ticked: toPropose, total: listed, allowed };
  say(cap.querySelector('[data-live="candidates"]'), ifAllWere);

  const alone = decision?.querySelector('input[type="hidden"][name="areas"]') ? 1 : 0;
  const toSelect = act === "select" ? alone || ticked(decision, "areas") : 0;
  const decided = selected + toSelect;
  say(cap.querySelector('[data-live="decision"]'), toSelect && { selected, ticked: toSelect, total: decided, allowed });

  const breach = toSelect > 0 && decided > allowed;
  cap.querySelector("[data-over]").hidden = !(breach || selected > allowed || (toPropose > 0 && listed > allowed));
  const reason = decision?.querySelector("[data-breach-reason]");
  if (reason) {
    reason.hidden = act !== "select" || !(breach || reason.querySelector("textarea").value);
    reason.querySelector("textarea").required = breach;
  }
}

document.addEventListener("change", count);
count();
