// A form of a patrol: the route drawn, or looked at as a GPX file has it before the form is sent.

import { editShape } from "../../editing/shape.js";
import { drawGround, makeMap } from "../ground.js";
import { settings } from "../live.js";
import { watchForms } from "../sending.js";
import { line, plannedLine } from "./routes.js";

const PATIENCE = 180000; // milliseconds for a form that carries a file, over a poor line
const form = document.getElementById("edit-form");
const said = document.getElementById("track-said");
let found = null;
watchForms((_form, url) => location.assign(url));

const map = makeMap();
const ground = await drawGround(map);
const beside = settings.beside ? plannedLine(settings.beside).addTo(map) : null;
const shown = editShape(map, form, settings) ?? beside?.getBounds() ?? ground;
if (shown) {
  map.fitBounds(shown, { animate: false, padding: [30, 30], maxZoom: 14 });
}
form.elements.shape.addEventListener("change", () => {
  form.elements.gpx.value = "";
  lookInto();
  choose("drawn");
});
form.elements.gpx.addEventListener("change", lookInto);
document.getElementById("map").dataset.ready = "yes";

async function lookInto() {
  found?.remove();
  found = null;
  const [file] = form.elements.gpx.files;
  if (!file) {
    delete form.dataset.patience;
    tell("", "notice");
    return;
  }
  form.dataset.patience = PATIENCE;
  choose("gpx");
  tell(settings.words.reading, "notice");
  const body = new FormData();
  body.append("gpx", file);
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  let answer = { sentence: settings.words.failed };
  let ok = false;
  try {
    const response = await fetch(settings.track, { method: "POST", body, credentials: "same-origin" });
    ok = response.ok && !response.redirected;
    if (response.headers.get("Content-Type")?.startsWith("application/json")) {
      answer = await response.json();
    }
  } catch {
    // No line: the file goes with the form when there is one.
  }
  if (file !== form.elements.gpx.files[0]) {
    return;
  }
  tell(answer.sentence, ok ? "success" : "error");
  if (ok) {
    found = line(answer.shape, "patrol-line--done").addTo(map);
    map.fitBounds(found.getBounds(), { animate: false, padding: [30, 30], maxZoom: 15 });
  }
}

function choose(way) {
  const box = form.querySelector(`input[name="way"][value="${way}"]`);
  if (box) {
    box.checked = true;
  }
}

function tell(sentence, tone) {
  said.className = `message message--${tone}`;
  said.textContent = sentence;
  said.hidden = !sentence;
}
