// What became of the reports, and what can be done with them from here: a comment, an answer about the place, a step.

import { link } from "./outbox.js";
import { newId } from "./vault.js";
import { button, byId, fill, made, moment, tell, whole, words } from "./words.js";

// Takes an answer of the server into what was known; what came twice replaces itself.
export function merged(known, answer) {
  const reports = new Map((known?.reports ?? []).map((report) => [report.id, report]));
  answer.reports.forEach((report) => reports.set(report.id, report));
  const begin = Date.now() - answer.days * 24 * 3600 * 1000;
  const kept = [...reports.values()].filter((report) => report.state !== "closed" || report.received >= begin);
  return { number: answer.number, reports: kept.sort((a, b) => b.last - a.last), seen: known?.seen ?? {} };
}

// How many reports have steps of others that were not looked at here.
export function unread({ reports, seen }) {
  return reports.filter((report) => report.last > (seen[report.id] ?? 0) && report.steps.at(-1)?.own === false).length;
}

export function showReplies(replies, desk, keep) {
  const list = byId("replies");
  const opened = list.querySelector("details[open]")?.dataset.report;
  const typed = list.querySelector("textarea");
  if (typed?.value.trim()) {
    return; // what is being written is not taken away
  }
  list.replaceChildren(...replies.reports.map((report) => entry(report)));
  byId("replies-empty").hidden = replies.reports.length > 0;

  function entry(report) {
    const waiting = desk.waiting.filter(({ item }) => item.report === report.id);
    const fresh = report.last > (replies.seen[report.id] ?? 0) && report.steps.at(-1)?.own === false;
    const head = made("summary", "entry__head", made("strong", "", report.kind), made("span", `urgency urgency--${report.urgency}`, report.urgencyName), made("span", "badge", report.joined ? words.joined : report.stateName), fresh ? made("span", "badge badge--notice", words.fresh) : "");
    const body = made("div", "entry__body");
    const details = made("details", `entry${fresh ? " entry--fresh" : ""}`, head, body);
    details.dataset.report = report.id;
    details.addEventListener("toggle", () => {
      if (details.open && !body.hasChildNodes()) {
        body.append(...facts(report, waiting), ...acting(report, waiting));
        desk.seen(report);
      }
    });
    details.open = report.id === opened;
    return made("li", "", details);
  }

  function facts(report, waiting) {
    const steps = report.steps.map((step) => made("li", step.own ? "said said--own" : "said", made("p", "small muted", `${moment(step.at)}, ${step.agency}`), made("p", "", made("b", "", step.act), step.to ? ` → ${step.to}` : "", step.text ? `: ${step.text}` : "")));
    steps.push(...waiting.map(({ item }) => made("li", "said said--own said--waiting", made("p", "small muted", words.states.waiting), made("p", "", made("b", "", desk.acts[item.act]?.label ?? item.act), item.text ? `: ${item.text}` : ""))));
    return [
      made("p", "small muted", fill(words.aboutReport, { number: whole(report.number), at: moment(report.occurred) })),
      made("p", "", report.text),
      made("p", "small", [report.unit, report.place].filter(Boolean).join("; ")),
      made("p", "small", fill(words.holder, { agency: report.holder })),
      ...report.doubts.map((doubt) => made("p", "message message--warning", doubt)),
      made("ol", "saids", ...steps),
    ];
  }

  function acting(report, waiting) {
    const offered = offeredFor(report, waiting, desk.state.acts);
    const area = made("textarea", "");
    area.rows = 2;
    area.setAttribute("aria-label", words.note);
    area.placeholder = words.note;
    const to = receivers(desk.pack?.agencies ?? []);
    const problem = made("p", "message");
    problem.hidden = true;
    const acts = offered.map((act) => button(act.key === "place" ? words.placeRight : capital(act.label), () => take(report, act, area, to, waiting, problem), act.key === "comment" ? "button button--primary" : "button"));
    return [area, offered.some(({ key }) => key === "hand_over") ? to : "", problem, made("p", "actions", ...acts), made("p", "small", link(report.id))].filter(Boolean);
  }

  async function take(report, act, area, to, waiting, problem) {
    const text = area.value.trim();
    if (act.needsText && !text) {
      tell(problem, words.noText, "error");
      return;
    }
    if (act.key === "hand_over" && !to.value) {
      tell(problem, words.noAgency, "error");
      return;
    }
    const step = { id: newId(), type: "step", agency: desk.vault.owner.agency, report: report.id, act: act.key, text, told_at: new Date(desk.now()).toISOString() };
    if (act.key === "hand_over") {
      step.to_agency = Number(to.value);
    }
    if (waiting.length) {
      step.after = waiting.at(-1).id;
    }
    try {
      await keep(desk.newRecord(step));
      area.value = "";
    } catch {
      tell(problem, words.notKept, "error");
    }
  }
}

function offeredFor(report, waiting, acts) {
  const moved = waiting.map(({ item }) => acts.find(({ key }) => key === item.act)?.after).filter(Boolean);
  const state = moved.at(-1) ?? report.state;
  const gone = waiting.some(({ item }) => item.act === "hand_over");
  return acts.filter(
    (act) =>
      act.before.includes(state) &&
      (!report.joined || act.key === "comment") &&
      (!act.byHolder || (report.mine && !gone)) &&
      (act.key !== "place" || report.asksPlace),
  );
}

function receivers(agencies) {
  const select = made("select", "");
  select.setAttribute("aria-label", words.toAgency);
  select.append(new Option(words.toAgency, ""), ...agencies.map(({ id, name }) => new Option(name, id)));
  return select;
}

function capital(label) {
  return label.charAt(0).toLocaleUpperCase() + label.slice(1);
}
