// The service worker: registered where browsers allow it; a new version is told and taken when nothing is written.

import { byId, settings } from "./words.js";

let registration = null;

// `idle()` says whether the page can be loaded anew without disturbing anybody.
export async function keepUpToDate(idle) {
  if (!("serviceWorker" in navigator)) {
    return;
  }
  const before = navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener("controllerchange", () => before && location.reload());
  try {
    registration = await navigator.serviceWorker.register(settings.addresses.worker, { scope: settings.scope, updateViaCache: "none" });
  } catch {
    return; // a browser that forbids it; the page works as long as it is open
  }
  const look = () => {
    const waiting = registration.waiting;
    byId("update").hidden = !waiting || !before;
    if (waiting && before && idle()) {
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
  registration.waiting?.postMessage("take");
}
