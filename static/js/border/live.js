// Follows the board: asks the pulse more than once a second and fetches what changed when it moved.
//
// The number of the last change seen only moves forward with an answer that was taken in, so nothing is skipped
// while the connection is gone; what comes twice replaces itself.

const EVERY = 600; // milliseconds between two questions
const JITTER = 200; // so that pages opened together do not ask together
const SLOWEST = 5000; // between two tries while nothing answers
const PATIENCE = 8000; // for one answer

export const settings = JSON.parse(document.getElementById("border-settings").textContent);

export class SignedOutError extends Error {}

export function follow(take) {
  const sign = document.getElementById("live");
  let seen = settings.number;
  let failures = 0;
  let timer = 0;
  let asking = false;
  let lastHeard = new Date();

  const show = (state, text) => {
    if (sign.dataset.state !== state || sign.textContent !== text) {
      sign.dataset.state = state;
      sign.textContent = text;
    }
  };

  async function beat() {
    asking = true;
    let pause = EVERY + Math.random() * JITTER;
    try {
      const number = Number(await answer(`${settings.pulse}?token=${encodeURIComponent(settings.token)}`, "text"));
      if (number !== seen) {
        const changes = await answer(`${settings.changes}?${settings.query}&since=${seen}`, "json");
        if (changes.again) {
          location.reload();
          return;
        }
        await take(changes);
        seen = changes.number;
      }
      failures = 0;
      lastHeard = new Date();
      show("live", settings.words.live);
    } catch (error) {
      if (error instanceof SignedOutError) {
        show("lost", settings.words.signedOut);
        return;
      }
      failures += 1;
      pause = Math.min(SLOWEST, EVERY * 2 ** failures) * (0.75 + Math.random() / 2);
      show("lost", `${settings.words.lost} ${lastHeard.toLocaleTimeString("vi-VN")}`);
    } finally {
      asking = false;
    }
    timer = setTimeout(beat, pause);
  }

  const now = () => {
    if (!asking && sign.textContent !== settings.words.signedOut) {
      clearTimeout(timer);
      beat();
    }
  };
  document.addEventListener("visibilitychange", () => document.hidden || now());
  window.addEventListener("online", now);
  timer = setTimeout(beat, Math.random() * EVERY);
}

async function answer(address, kind) {
  const response = await fetch(address, {
    credentials: "same-origin",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (response.redirected || response.status === 403) {
    throw new SignedOutError();
  }
  if (!response.ok) {
    throw new Error(String(response.status));
  }
  return response[kind]();
}

// Writes how long is left, or by how much it is over, into every `.due`.
export function countDown() {
  for (const mark of document.querySelectorAll(".due")) {
    const minutes = Math.round((new Date(mark.dataset.due) - Date.now()) / 60000);
    const over = minutes < 0;
    mark.classList.toggle("due--over", over);
    mark.textContent = `${over ? settings.words.over : settings.words.left} ${span(Math.abs(minutes))}`;
    mark.closest(".report-row")?.classList.toggle("report-row--overdue", over);
  }
}

function span(minutes) {
  const { words } = settings;
  if (minutes < 120) {
    return `${minutes} ${words.minutes}`;
  }
  return minutes < 2880 ? `${Math.round(minutes / 60)} ${words.hours}` : `${Math.round(minutes / 1440)} ${words.days}`;
}
