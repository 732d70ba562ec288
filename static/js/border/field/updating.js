// The service worker: registered where browsers allow it; a new version is told and taken when nothing is written.

import { byId, settings } from "./words.js";

let registration = null;
let taking = false;

// `idle()` says whether the page can be loaded anew without disturbing anybody.
export async function keepUpToDate(idle) {
  if (!("serviceWorker" in navigator)) {
    return;
  }
  let known = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (taking || (known && idle())) {
      location.reload();
    }
    known = true;
  });
  try {
    registration = await navigator.serviceWorker.register(settings.addresses.worker, { scope: settings.scope, updateViaCache: "none" });
  } catch {
    return; // a browser that forbids it; the page works as long as it is open
  }
  // The very first worker waits for nobody.
  const look = () => {
    const newer = Boolean(registration.active && registration.waiting);
    byId("update").hidden = !newer;
    if (newer && idle()) {
      take();
    }
  };
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  byId("update-now").onclick = take;
  look();
}

export function lookForUpdate() {
  registration?.update().catch(() => {}); // no line: the next contact looks again
}

// Wakes this page when the line is back, also while it is in the background.
export function wakeWhenOnline() {
  registration?.sync?.register("send").catch(() => {}); // not every browser has it
}

function take() {
  taking = true;
  registration.waiting?.postMessage("take");
}
