// The status of past days: a slider with a mark for every day on which something changed. The date field, the
// slider and the address of the page always name the same day.

import { ask, settings, tell } from "./asking.js";

const DAY = 86400000;
const WAIT = 120;

const toDay = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
const toIso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const written = (iso) => iso.split("-").reverse().join("/");

/** Read what somebody typed as a day: 30/6/2019 or 2019-06-30; null where it is none. */
function read(text) {
  const [, d, m, y] = text.trim().match(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/) ?? [];
  const iso = y ? `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}` : text.trim();
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && toIso(toDay(iso)) === iso ? iso : null;
}

export class Days {
  // `onShown` is called with the statuses after the map shows another day.
  constructor(place, field, communes, onShown) {
    this.place = place;
    this.field = field;
    this.communes = communes;
    this.onShown = onShown;
    this.range = place.querySelector("input[type=range]");
    this.told = place.querySelector("[data-told]");
    this.note = place.querySelector("[data-note]");
    this.list = place.querySelector("[data-steps]");
  }

  async load() {
    const found = await ask("days", { plan: settings.plan, year: settings.year });
    if (!found) {
      return;
    }
    this.steps = found.steps.map((step) => ({ ...step, at: toDay(step.day) }));
    this.range.min = Math.min(toDay(found.first), toDay(settings.date));
    this.range.max = Math.max(toDay(found.last), toDay(settings.date));
    this.range.value = toDay(settings.date);
    this.mark();
    this.offer();
    this.write(settings.date);
    this.say(this.communes.colours.note);
    this.place.hidden = false;
    this.range.addEventListener("input", () => this.turn(Number(this.range.value)));
    this.field.addEventListener("change", () => this.type());
    this.place.addEventListener("click", (event) => this.press(event));
  }

  // Marks stand where the middle of the slider's thumb does: half a thumb (8 px) inside both ends.
  mark() {
    const [first, last] = [Number(this.range.min), Number(this.range.max)];
    const marks = this.steps.map((step) => {
      const mark = document.createElement("span");
      const share = last > first ? (step.at - first) / (last - first) : 0;
      mark.style.left = `calc(8px + ${share} * (100% - 16px))`;
      mark.title = `${written(step.day)}: ${step.text}`;
      return mark;
    });
    this.place.querySelector("[data-marks]").replaceChildren(...marks);
  }

  offer() {
    const items = [...this.steps].reverse().map((step) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button--quiet button--small";
      button.dataset.day = step.at;
      button.textContent = `${written(step.day)}: ${step.text}`;
      item.append(button);
      return item;
    });
    this.list.replaceChildren(...items);
    this.place.querySelector("[data-count]").textContent = this.steps.length;
  }

  press(event) {
    const button = event.target.closest("button");
    if (!button) {
      return;
    }
    const now = Number(this.range.value);
    const steps = this.steps.map((step) => step.at);
    const wanted = {
      before: steps.filter((at) => at < now).at(-1) ?? Number(this.range.min),
      after: steps.find((at) => at > now) ?? Number(this.range.max),
    };
    const day = button.dataset.day ?? wanted[button.dataset.go];
    button.closest("details")?.removeAttribute("open");
    this.range.value = day;
    this.turn(Number(this.range.value));
  }

  type() {
    const iso = read(this.field.value);
    if (!iso) {
      tell(settings.words.noDay);
      return;
    }
    tell("");
    const day = toDay(iso);
    this.range.min = Math.min(Number(this.range.min), day);
    this.range.max = Math.max(Number(this.range.max), day);
    this.mark();
    this.range.value = day;
    this.turn(day);
  }

  write(iso) {
    this.field.value = written(iso);
    const newest = this.steps.filter((step) => step.at <= toDay(iso)).at(-1);
    this.told.textContent = newest ? `${written(iso)} (${settings.words.since} ${written(newest.day)})` : written(iso);
    this.range.setAttribute("aria-valuetext", this.told.textContent);
  }

  say(note) {
    this.note.textContent = note ?? "";
    this.note.hidden = !note;
  }

  turn(day) {
    const iso = toIso(day);
    this.write(iso);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(iso), WAIT);
  }

  async show(iso) {
    const colours = await this.communes.show(iso);
    if (!colours) {
      return;
    }
    settings.date = iso;
    this.say(colours.note);
    this.place.dataset.shown = iso;
    const address = new URL(location.href);
    address.searchParams.set("date", iso);
    history.replaceState(null, "", address);
    this.onShown(colours);
  }
}
