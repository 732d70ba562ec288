// The page of one report: its facts and steps are fetched anew when something was done with it.

import { drawGround, makeMap, pinOf } from "./ground.js";
import { countDown, follow, settings } from "./live.js";
import { watchForms } from "./sending.js";

watchForms((form) => {
  form.reset();
  renew();
});
follow(async ({ rows, gone }) => {
  if (rows.some((row) => row.id === settings.only) || gone.includes(settings.only)) {
    await renew();
  }
});
countDown();
setInterval(countDown, 15000);

const map = makeMap();
const bounds = await drawGround(map);
if (settings.at) {
  const place = [settings.at[1], settings.at[0]];
  L.marker(place, { icon: pinOf(settings), keyboard: false }).addTo(map);
  map.setView(place, 13);
} else if (bounds) {
  map.fitBounds(bounds, { animate: false });
}
document.getElementById("map").dataset.ready = "yes";

async function renew() {
  const response = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
  if (!response.ok) {
    throw new Error(String(response.status));
  }
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of ["report-facts", "report-steps"]) {
    document.getElementById(part).replaceWith(fresh.getElementById(part));
  }
  const acts = document.getElementById("report-acts");
  // What was written or chosen and is not sent yet is not taken away.
  const fields = [...acts.querySelectorAll("textarea, select, input:not([type=hidden])")];
  const typing = fields.some((field) => field.value !== (field.defaultValue ?? "")) || acts.querySelector("form[data-sending]");
  const newer = document.getElementById("report-newer");
  newer.hidden = !typing;
  newer.textContent = typing ? settings.words.newer : "";
  if (!typing) {
    acts.replaceWith(fresh.getElementById("report-acts"));
  }
  countDown();
}
