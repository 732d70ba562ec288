// Asks the server for data of the map; a refusal or a failure becomes one sentence on the page.

const problem = document.getElementById("map-problem");

export const settings = JSON.parse(document.getElementById("map-settings").textContent);

export function tell(sentence) {
  problem.textContent = sentence;
  problem.hidden = !sentence;
}

// Returns the answer, or null when it was refused, failed, or a newer question in the same place replaced it.
const pending = new Map();

export async function ask(kind, parameters = {}, place = kind) {
  pending.get(place)?.abort();
  const controller = new AbortController();
  pending.set(place, controller);
  const address = `${settings.addresses[kind]}?${new URLSearchParams(parameters)}`;
  try {
    const response = await fetch(address, { signal: controller.signal, credentials: "same-origin" });
    if (response.ok && !response.redirected) {
      return await response.json();
    }
    tell(response.status === 400 ? await response.text() : settings.words.failed);
  } catch (error) {
    if (error.name !== "AbortError") {
      tell(settings.words.failed);
    }
  }
  return null;
}
