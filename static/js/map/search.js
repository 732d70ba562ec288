// Finds a commune by name, with or without accents, or by code; a list box for mouse and keyboard.

import { settings } from "./asking.js";

const OFFERED = 12;

export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}

export class Search {
  constructor(input, list, communes) {
    this.input = input;
    this.list = list;
    this.communes = communes;
    this.at = -1;
    input.addEventListener("input", () => this.offer());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.hide());
    // mousedown comes before the input loses the focus
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.take(event.target.closest("[role=option]"));
    });
  }

  offer() {
    const asked = plain(this.input.value.trim());
    this.at = -1;
    if (!asked) {
      this.hide();
      return;
    }
    const found = this.communes
      .all()
      .filter(({ properties }) => plain(properties.name).includes(asked) || properties.code.startsWith(asked))
      .sort((one, other) => one.properties.name.localeCompare(other.properties.name, "vi"))
      .slice(0, OFFERED);
    this.list.replaceChildren(...(found.length ? found.map(option) : [nothing()]));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    if (found.length) {
      this.move(0);
    }
  }

  key(event) {
    const options = this.list.querySelectorAll("[role=option]");
    if (event.key === "Enter") {
      event.preventDefault(); // the form around the search must not be sent
      this.take(options[this.at]);
    } else if (event.key === "Escape") {
      this.hide();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && options.length) {
      event.preventDefault();
      this.move((this.at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length);
    }
  }

  move(to) {
    const options = this.list.querySelectorAll("[role=option]");
    options.forEach((each, index) => each.setAttribute("aria-selected", String(index === to)));
    this.at = to;
    this.input.setAttribute("aria-activedescendant", options[to].id);
    options[to].scrollIntoView({ block: "nearest" });
  }

  take(chosen) {
    if (chosen) {
      this.hide();
      this.input.value = "";
      this.communes.choose(Number(chosen.dataset.unit), { zoom: true });
    }
  }

  hide() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function option(feature) {
  const made = document.createElement("li");
  made.id = `commune-${feature.id}`;
  made.setAttribute("role", "option");
  made.dataset.unit = feature.id;
  const code = document.createElement("span");
  code.className = "muted";
  code.textContent = feature.properties.code;
  made.append(feature.properties.name, code);
  return made;
}

function nothing() {
  const made = document.createElement("li");
  made.className = "muted";
  made.textContent = settings.words.notFound;
  return made;
}
