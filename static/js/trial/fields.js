// The sliders and number fields of the parameters. A field that differs from the plan's value gets a name, so
// that keeping the trial sends exactly those.

const WAIT = 60;

export class Fields {
  constructor(form) {
    this.form = form;
    this.onMove = () => {};
    this.onRefuse = () => {};
    this.onTurn = () => {};
    this.decimal = document.documentElement.lang === "vi" ? "," : ".";
    this.timer = 0;
    for (const slider of form.querySelectorAll("input[type=range]")) {
      const field = document.getElementById(slider.dataset.for);
      slider.addEventListener("input", () => {
        field.value = this.written(slider.valueAsNumber);
        this.changed(field);
      });
      field.addEventListener("input", () => {
        const value = this.read(field);
        if (Number.isFinite(value)) {
          slider.value = value;
        }
        this.changed(field);
      });
    }
    const choice = form.querySelector("#criterion");
    choice.addEventListener("change", () => this.turnTo(choice.value));
    form.querySelector("#reset").addEventListener("click", () => this.reset());
    form.addEventListener("submit", () => this.makePlain());
  }

  groups() {
    return [...this.form.querySelectorAll("fieldset[data-settings]")];
  }

  turnTo(key) {
    for (const group of this.groups()) {
      group.hidden = group.dataset.settings !== key;
    }
    this.onTurn();
  }

  get moved() {
    return this.form.querySelector("input[name*='.']") !== null;
  }

  changed(field) {
    const value = this.read(field);
    const sound = this.allowed(field, value);
    field.setAttribute("aria-invalid", String(!sound));
    this.onRefuse(sound ? "" : field.dataset.told);
    if (!sound) {
      return;
    }
    field.name = value === Number(field.dataset.plan) ? "" : field.id;
    this.allow();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(field.closest("fieldset")), WAIT);
  }

  allowed(field, value) {
    const { min, max, whole } = field.dataset;
    return value >= Number(min) && value <= Number(max) && (whole === undefined || Number.isInteger(value));
  }

  ask(group) {
    const named = [...group.querySelectorAll("input[name*='.']")].filter((field) => field.name);
    this.onMove(group.dataset.settings, Object.fromEntries(named.map((field) => [field.name, this.read(field)])));
  }

  allow() {
    this.form.querySelector("#keep").disabled = !this.moved;
    this.form.querySelector("#reset").disabled = !this.moved;
  }

  async reset() {
    const moved = this.groups().filter((group) => group.querySelector("input[name*='.']"));
    for (const slider of this.form.querySelectorAll("input[type=range]")) {
      const field = document.getElementById(slider.dataset.for);
      field.name = "";
      field.removeAttribute("aria-invalid");
      slider.value = field.dataset.plan;
      field.value = this.written(Number(field.dataset.plan));
    }
    this.allow();
    for (const group of moved) {
      await this.onMove(group.dataset.settings, {});
    }
  }

  // The server reads a point as the decimal sign too; marks between thousands it does not know.
  makePlain() {
    for (const field of this.form.querySelectorAll("input[name*='.']")) {
      field.value = String(this.read(field));
    }
  }

  read(field) {
    const text = field.value.trim().replace(/[\s\u00a0]/g, "");
    return text === "" ? NaN : Number(this.decimal === "," ? text.replace(/\./g, "").replace(",", ".") : text.replace(/,/g, ""));
  }

  written(value) {
    return String(Math.round(value * 100) / 100).replace(".", this.decimal);
  }
}
