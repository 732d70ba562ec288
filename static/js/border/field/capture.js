// The form of a new report. What is typed is kept as a draft, sealed, until it was kept as a record.

import { FieldMap } from "./map.js";
import { placeOf, sentenceOf } from "./placing.js";
import { Position } from "./position.js";
import { newId } from "./vault.js";
import { byId, clock, fill, fromField, metres, moment, settings, tell, toField, words } from "./words.js";

const COARSE_M = 500; // as on the server (gis_app/border/board/marks.py)
const DRAFT_PAUSE = 400;
const NUMBER = /\d(?:[ .-]?\d){8}/; // nine digits and more: a telephone, an identity card

export class Capture {
  #desk;
  #form = byId("report-form");
  #position = new Position(() => this.#placed());
  #map = null;
  #replaces = null;
  #draftTimer = 0;
  #saving = false;

  // `desk` is the open vault with what is known: `{vault, pack, now(), offset, kept(record)}`.
  constructor(desk) {
    this.#desk = desk;
    this.#form.onsubmit = (event) => {
      event.preventDefault();
      this.#save();
    };
    this.#form.oninput = () => {
      this.#position.refresh();
      this.#showNumbers();
      this.#keepDraft();
    };
    this.#form.onchange = () => this.#showTime();
    byId("gps-again").onclick = () => this.#position.search();
    byId("open-map").onclick = () => this.#toggleMap();
  }

  async begin() {
    this.#choices();
    const draft = await this.#desk.vault.part("draft");
    if (draft) {
      this.#fillIn(draft);
    } else {
      this.clear();
    }
  }

  async close() {
    this.#position.stop();
    clearTimeout(this.#draftTimer);
    await this.writeDraft();
  }

  get writing() {
    return this.#saving || this.#form.elements.text.value.trim() !== "";
  }

  // A refused record comes back to be corrected; it stays in the list until the new one is kept.
  correct(record) {
    const { item } = record;
    this.#replaces = record.id;
    const point = { lon: item.lon, lat: item.lat, accuracy: item.accuracy_m, at: record.made };
    this.#fillIn({ kind: item.kind, urgency: item.urgency, text: item.text, at: Date.parse(item.occurred_at), point, replaces: record.id });
    tell(byId("report-problem"), record.sentence, "warning");
  }

  clear() {
    this.#form.reset();
    this.#replaces = null;
    const first = this.#form.querySelector("input[name=urgency]");
    if (first) {
      first.checked = true;
    }
    this.#form.elements.ago.value = "0";
    byId("map-panel").hidden = true;
    byId("open-map").setAttribute("aria-expanded", "false");
    tell(byId("report-problem"), "");
    this.#showNumbers();
    this.#showTime();
    this.#position.search();
  }

  packChanged() {
    if (this.#map) {
      this.#map.draw(this.#desk.pack);
    }
    this.#placed();
  }

  #choices() {
    const { kinds, urgencies } = this.#desk.state;
    options(byId("kinds"), "kind", kinds);
    options(byId("urgencies"), "urgency", urgencies);
  }

  #fillIn({ kind, urgency, text, at, ago, point, replaces }) {
    const fields = this.#form.elements;
    this.#form.reset();
    choose(this.#form, "kind", kind);
    choose(this.#form, "urgency", urgency ?? this.#desk.state.urgencies[0]?.key);
    fields.text.value = text ?? "";
    fields.ago.value = at ? "at" : (ago ?? "0");
    fields.at.value = at ? toField(at) : "";
    this.#replaces = replaces ?? null;
    this.#showNumbers();
    this.#showTime();
    if (point) {
      this.#position.restore(point);
    } else {
      this.#position.search();
    }
  }

  #showTime() {
    const fields = this.#form.elements;
    const chosen = fields.ago.value === "at";
    byId("other-time").hidden = !chosen;
    if (chosen && !fields.at.value) {
      fields.at.value = toField(this.#desk.now());
    }
  }

  #occurred() {
    const fields = this.#form.elements;
    return fields.ago.value === "at" ? fromField(fields.at.value) : this.#desk.now() - Number(fields.ago.value) * 60_000;
  }

  #toggleMap() {
    const panel = byId("map-panel");
    panel.hidden = !panel.hidden;
    byId("open-map").setAttribute("aria-expanded", String(!panel.hidden));
    if (panel.hidden) {
      return;
    }
    if (!this.#map) {
      this.#map = new FieldMap(byId("map"), (lon, lat) => this.#position.tap(lon, lat));
      if (this.#desk.pack) {
        this.#map.draw(this.#desk.pack);
      }
      this.#map.place(this.#position.point);
    }
    this.#map.show(this.#position.point);
    panel.scrollIntoView({ block: "nearest" });
  }

  #placed() {
    const { point, state, watching } = this.#position;
    const said = { none: "", searching: words.gpsSearching, denied: words.gpsDenied, unavailable: words.gpsUnavailable, tapped: words.tapped };
    const accuracy = point && point.accuracy !== null ? fill(words.gpsFound, { metres: metres(point.accuracy), at: clock(point.at + this.#desk.offset) }) : "";
    byId("position").textContent = state === "found" ? `${accuracy}${watching ? ` ${words.gpsBetter}` : ""}` : said[state];
    byId("position").dataset.state = state;
    this.#map?.place(point);
    this.#showPlace(point);
    this.#keepDraft();
  }

  #showPlace(point) {
    const place = point && this.#desk.pack ? placeOf(this.#desk.pack, point.lon, point.lat) : null;
    byId("place").textContent = place ? `${words.about} ${[place.commune, sentenceOf(place)].filter(Boolean).join("; ")}` : "";
    const doubts = [];
    if (point?.accuracy > COARSE_M) {
      doubts.push(fill(words.coarse, { metres: metres(point.accuracy) }));
    }
    if (place?.inside === false) {
      doubts.push(fill(words.beyond, { metres: metres(place.distance) }));
    }
    tell(byId("place-doubt"), doubts.join(" "), "warning");
  }

  // Said before it is sent: the server gives back what looks like somebody's number, perhaps hours later.
  #showNumbers() {
    tell(byId("text-doubt"), NUMBER.test(this.#form.elements.text.value) ? words.numbers : "", "warning");
  }

  #keepDraft() {
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(() => this.writeDraft(), DRAFT_PAUSE);
  }

  async writeDraft() {
    const fields = this.#form.elements;
    if (this.#saving) {
      return;
    }
    const at = fields.ago.value === "at" ? fromField(fields.at.value) : null;
    const draft = { kind: fields.kind?.value, urgency: fields.urgency?.value, text: fields.text.value, ago: fields.ago.value, at, point: this.#position.point, replaces: this.#replaces };
    try {
      await this.#desk.vault.keepPart("draft", fields.text.value.trim() ? draft : null);
    } catch (error) {
      tell(byId("report-problem"), storageSentence(error), "error");
    }
  }

  #missing(occurred) {
    const fields = this.#form.elements;
    if (!fields.kind?.value) {
      return words.noKind;
    }
    if (!fields.text.value.trim()) {
      return words.noText;
    }
    if (fields.text.value.length > settings.longest) {
      return fill(words.longText, { most: metres(settings.longest) });
    }
    if (occurred === null) {
      return words.noTime;
    }
    return this.#position.point ? "" : words.noPlace;
  }

  async #save() {
    const occurred = this.#occurred();
    const missing = this.#missing(occurred);
    if (missing || this.#saving) {
      tell(byId("report-problem"), missing, "error");
      return;
    }
    const fields = this.#form.elements;
    const { lon, lat, accuracy } = this.#position.point;
    const record = this.#desk.newRecord({
      id: newId(),
      type: "report",
      agency: this.#desk.vault.owner.agency,
      kind: fields.kind.value,
      urgency: fields.urgency.value,
      text: fields.text.value.trim(),
      lon,
      lat,
      accuracy_m: accuracy,
      occurred_at: new Date(occurred).toISOString(),
    });
    this.#saving = true;
    clearTimeout(this.#draftTimer);
    try {
      await this.#desk.vault.keepNew(record, this.#replaces);
    } catch (error) {
      this.#saving = false;
      tell(byId("report-problem"), storageSentence(error), "error");
      return;
    }
    this.#saving = false;
    this.clear();
    this.#desk.kept(fill(words.kept, { at: moment(this.#desk.now()) }));
  }
}

export function storageSentence(error) {
  return error?.name === "QuotaExceededError" ? words.full : words.notKept;
}

function options(place, name, choices) {
  const before = place.querySelector("input:checked")?.value;
  place.replaceChildren(
    ...choices.map(({ key, label }) => {
      const input = document.createElement("input");
      Object.assign(input, { type: "radio", name, value: key, checked: key === before });
      const field = document.createElement("label");
      field.className = `choice choice--${key}`;
      const text = document.createElement("span");
      text.textContent = label;
      field.append(input, text);
      return field;
    }),
  );
}

function choose(form, name, value) {
  form.querySelectorAll(`input[name=${name}]`).forEach((input) => {
    input.checked = input.value === value;
  });
}
