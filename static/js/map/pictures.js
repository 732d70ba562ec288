// Pictures from the air: one box each, drawn over the communes, with one slider for how much shines through.

import { settings } from "./asking.js";

// Pictures are looked at closer than communes.
const CLOSEST = 20;

export class Pictures {
  constructor(map, form) {
    this.map = map;
    this.form = form;
    this.layers = new Map();
    map.createPane("pictures").style.zIndex = 430;
    form.addEventListener("change", (event) => this.change(event.target));
    form.addEventListener("input", (event) => event.target.type === "range" && this.fade());
    form.addEventListener("click", (event) => this.go(event.target.closest("[data-go]")));
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const box of form.querySelectorAll("input[type=checkbox]:checked")) {
      this.change(box); // as the browser left them
    }
  }

  opacity() {
    return Number(this.form.querySelector("input[type=range]").value) / 100;
  }

  change(box) {
    if (box.type !== "checkbox") {
      return;
    }
    this.layers.get(box.value)?.remove();
    this.layers.delete(box.value);
    if (box.checked) {
      this.layers.set(box.value, this.draw(settings.pictures.find((each) => String(each.id) === box.value)));
    }
    this.map.setMaxZoom(this.layers.size ? CLOSEST : this.map.options.ownMaxZoom);
  }

  draw({ tiles, bounds, finest, source }) {
    return L.tileLayer(tiles, {
      pane: "pictures",
      bounds,
      opacity: this.opacity(),
      maxZoom: CLOSEST,
      maxNativeZoom: Math.min(finest, CLOSEST),
      attribution: source.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`),
    }).addTo(this.map);
  }

  fade() {
    for (const layer of this.layers.values()) {
      layer.setOpacity(this.opacity());
    }
  }

  go(button) {
    const picture = button && settings.pictures.find((each) => String(each.id) === button.dataset.go);
    if (!picture) {
      return;
    }
    const box = this.form.querySelector(`input[value="${picture.id}"]`);
    if (!box.checked) {
      box.checked = true;
      this.change(box);
    }
    this.map.fitBounds(picture.bounds, { maxZoom: Math.min(picture.finest, CLOSEST) });
  }
}
