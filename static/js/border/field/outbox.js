// What is on the device: what waits, what is being sent, what the server has, what it gave back.

import { button, byId, fill, made, moment, settings, words, whole } from "./words.js";

export function showOutbox(records, { sending, numbers, kinds, acts, correct, drop, sendAgain }) {
  const list = byId("outbox");
  const newest = [...records].reverse();
  list.replaceChildren(...newest.map((record) => line(record)));
  byId("outbox-empty").hidden = records.length > 0;

  function line(record) {
    const state = sending.has(record.id) ? "sending" : record.state;
    const { item } = record;
    const head = made("p", "entry__head", made("strong", "", title(item)), made("span", `badge badge--${state}`, words.states[state]));
    const text = made("p", "entry__text", item.text);
    const parts = [head, made("p", "small muted", moment(Date.parse(item.occurred_at ?? item.told_at))), text];
    if (record.sentence) {
      parts.push(made("p", `message message--${record.state === "refused" ? "error" : "notice"}`, record.sentence));
    }
    if (record.state === "taken") {
      parts.push(made("p", "small", receipt(record)));
    } else if (record.state === "refused") {
      parts.push(made("p", "actions", ...answersTo(record)));
    }
    return made("li", `entry entry--${state}`, ...parts);
  }

  function title(item) {
    return item.type === "report" ? (kinds[item.kind] ?? item.kind) : `${words.step}: ${acts[item.act] ?? item.act}`;
  }

  function receipt({ item, id, takenAt }) {
    const number = numbers[item.type === "report" ? id : item.report];
    const said = made("span", "", number ? fill(words.receipt, { number: whole(number), at: moment(takenAt) }) : fill(words.receiptOnly, { at: moment(takenAt) }), " ");
    said.append(link(item.type === "report" ? id : item.report));
    return said;
  }

  function answersTo(record) {
    const mend = record.item.type === "report" ? button(words.correct, () => correct(record), "button button--primary") : button(words.sendAgain, () => sendAgain(record));
    const gone = button(words.drop, () => {
      if (gone.dataset.sure) {
        drop(record);
      } else {
        gone.dataset.sure = "yes";
        gone.textContent = words.dropSure;
      }
    }, "button button--danger");
    return [mend, gone];
  }
}

export function link(id) {
  const made = document.createElement("a");
  made.href = settings.report.replace(/[0-9a-f-]{36}/, id);
  made.textContent = words.openReport;
  return made;
}
