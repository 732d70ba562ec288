// What the page was given, its words, and how figures and times are written.

export const settings = JSON.parse(document.getElementById("field-settings").textContent);
export const { words } = settings;

const LANGUAGE = document.documentElement.lang === "en" ? "en-GB" : "vi-VN";
// Everybody on this border lives by one time, whatever zone a telephone was set to.
const ZONE = "Asia/Ho_Chi_Minh";
const ZONE_MS = 7 * 3600 * 1000;

// Fills `%(name)s` in a text of the server's.
export function fill(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_all, name) => String(values[name]));
}

export function metres(value) {
  return Math.round(value).toLocaleString(LANGUAGE);
}

export function whole(value) {
  return value.toLocaleString(LANGUAGE);
}

export function clock(ms) {
  return new Date(ms).toLocaleTimeString(LANGUAGE, { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hour12: false });
}

export function moment(ms) {
  const parts = { timeZone: ZONE, day: "2-digit", month: "2-digit", year: "numeric" };
  return `${clock(ms)} ${new Date(ms).toLocaleDateString(LANGUAGE, parts)}`;
}

// For <input type="datetime-local">, which knows no zone.
export function toField(ms) {
  return new Date(ms + ZONE_MS).toISOString().slice(0, 16);
}

export function fromField(text) {
  const ms = Date.parse(`${text}:00Z`) - ZONE_MS;
  return Number.isFinite(ms) ? ms : null;
}

// An element with a class, a text and children; texts are never read as HTML.
export function made(tag, className = "", ...inside) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...inside.filter((part) => part !== null && part !== ""));
  return element;
}

export function button(label, act, className = "button") {
  const element = made("button", className, label);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

export function tell(place, sentence, tone = "notice") {
  place.className = `message message--${tone}`;
  place.textContent = sentence;
  place.hidden = !sentence;
}

export function byId(id) {
  return document.getElementById(id);
}
