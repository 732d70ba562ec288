// The service worker: registered where browsers allow it; a new version is told and taken when nothing is open.

import { byId, settings } from "./words.js";

let registration = null;
let idle = () => false;
let outdated = false; // the new version serves already, this page is still of the old one

// `nothingOpen()` says whether the page can be loaded anew without disturbing anybody, `close()` makes it so.
export async function keepUpToDate(nothingOpen, close) {
  if (!("serviceWorker" in navigator)) {
    return;
  }
  idle = nothingOpen;
  let known = Boolean(navigator.serviceWorker.controller);
  // The browser hands over when it likes, half a minute after it was asked or more: somebody may be writing by then.
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    outdated ||= known; // the very first worker replaces nothing
    known = true;
    takeNewVersion();
  });
  byId("update-now").onclick = async () => {
    await close();
    takeNewVersion();
  };
  try {
    registration = await navigator.serviceWorker.register(settings.addresses.worker, { scope: settings.scope, updateViaCache: "none" });
  } catch {
    return; // a browser that forbids it; the page works as long as it is open
  }
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", takeNewVersion));
  // A worker that is asked to leave while it still answers for this page's files is held back by the browser.
  await document.fonts.ready;
  takeNewVersion();
}

// Tells of a new version, and takes it if nothing is open.
export function takeNewVersion() {
  const newer = outdated || Boolean(registration?.active && registration.waiting);
  byId("update").hidden = !newer;
  if (!newer || !idle()) {
    return;
  }
  if (outdated) {
    location.reload();
  } else {
    registration.waiting.postMessage("take");
  }
}

export function lookForUpdate() {
  registration?.update().catch(() => {}); // no line: the next contact looks again
}

// Wakes this page when the line is back, also while it is in the background.
export function wakeWhenOnline() {
  registration?.sync?.register("send").catch(() => {}); // not every browser has it
}
