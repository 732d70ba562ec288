// The status of one area on any past day: a slider over the spans that the page brings along.

const DAY = 86400000;
const place = document.getElementById("timeline");
const source = document.getElementById("timeline-spans");

const toDay = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
const written = (day) => new Date(day * DAY).toISOString().slice(0, 10).split("-").reverse().join("/");

/** Read what somebody typed as a day; NaN where it is none. */
function read(text) {
  const [, d, m, y] = text.trim().match(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/) ?? [];
  const day = y ? toDay(`${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`) : NaN;
  return Number.isNaN(day) || Number(written(day).slice(0, 2)) !== Number(d) ? NaN : day;
}

function start(spans) {
  const range = place.querySelector("input[type=range]");
  const field = place.querySelector("[data-date]");
  const told = place.querySelector("[data-told]");
  const problem = place.querySelector("[data-problem]");
  const today = Math.floor((Date.now() - new Date().getTimezoneOffset() * 60000) / DAY);
  range.min = spans[0].at;
  range.max = Math.max(today, spans.at(-1).at);

  const show = (day) => {
    const span = spans.filter((one) => one.at <= day).at(-1) ?? spans[0];
    range.value = day;
    field.value = written(day);
    const swatch = document.createElement("span");
    swatch.className = `swatch swatch--${span.status}`;
    swatch.setAttribute("aria-hidden", "true");
    const status = document.createElement("strong");
    status.textContent = span.label;
    told.replaceChildren(swatch, " ", status, ` · ${span.unit} · ${span.basis}`);
    range.setAttribute("aria-valuetext", `${written(day)}: ${span.label}`);
  };

  place.querySelector("[data-marks]").replaceChildren(
    ...spans.slice(1).map((span) => {
      const mark = document.createElement("span");
      mark.style.left = `calc(8px + ${(span.at - range.min) / (range.max - range.min)} * (100% - 16px))`;
      return mark;
    }),
  );
  range.addEventListener("input", () => show(Number(range.value)));
  field.addEventListener("change", () => {
    const day = read(field.value);
    problem.hidden = !Number.isNaN(day);
    if (!Number.isNaN(day)) show(Math.min(Math.max(day, Number(range.min)), Number(range.max)));
  });
  show(Number(range.max));
  place.hidden = false;
}

if (source) {
  const spans = JSON.parse(source.textContent).map((span) => ({ ...span, at: toDay(span.since) }));
  if (spans.length) start(spans);
}
