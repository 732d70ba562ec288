// Forms that are not lost when the connection is: sent again by themselves until the server has answered.
//
// Each form bears an id, so that the server does once what arrives twice.

import { settings } from "./live.js";

const AGAIN = 3000;
const PATIENCE = 15000; // a form with a file asks for more by data-patience

export function watchForms(done) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-send") && !form.dataset.sending) {
      event.preventDefault();
      send(form, done);
    } else if (form.dataset.sending) {
      event.preventDefault();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-sending]")) {
      event.preventDefault();
    }
  });
}

async function send(form, done) {
  const body = new FormData(form);
  form.dataset.sending = "yes";
  tell(form, settings.words.sending, "notice");
  for (;;) {
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        signal: AbortSignal.timeout(Number(form.dataset.patience ?? PATIENCE)),
      });
      if (response.status < 500) {
        delete form.dataset.sending;
        await taken(form, response, done);
        return;
      }
    } catch {
      // No line: told below, tried again.
    }
    tell(form, settings.words.unsent, "warning");
    await new Promise((resolve) => setTimeout(resolve, AGAIN * (0.75 + Math.random() / 2)));
  }
}

async function taken(form, response, done) {
  const said = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : {};
  if (response.ok && said.url) {
    tell(form, "", "notice");
    done(form, said.url);
  } else {
    tell(form, said.sentence ?? (response.redirected ? settings.words.signedOut : settings.words.failed), "error");
  }
}

function tell(form, sentence, tone) {
  const place = form.querySelector("[data-send-problem]");
  place.className = `message message--${tone}`;
  place.textContent = sentence;
  place.hidden = !sentence;
}
