// What is on this device: whose vault, which map, the clock, the PIN, signing out.

import { weakness } from "./doorway.js";
import { WrongPinError } from "./sealing.js";
import { askState, NoAnswerError, RefusedError, signOut, SignedOutError } from "./server.js";
import { setPin, WaitError } from "./vault.js";
import { byId, fill, made, moment, tell, whole, words } from "./words.js";

export async function showDevice(desk, database, { renew }) {
  const { owner } = desk.vault;
  const pack = desk.pack;
  const kept = await navigator.storage?.persisted?.();
  const facts = [
    [words.account, owner.name],
    [words.agency, owner.agencyName || "—"],
    [words.lastContact, desk.state ? moment(desk.state.heard + desk.offset) : "—"],
    [words.package, pack ? fill(words.packageSize, { size: whole(Math.ceil(pack.size / 1024)), at: moment(pack.fetched + desk.offset), communes: whole(pack.communes.length) }) : words.noPackage],
    [words.storage, desk.vault.lasting ? (kept ? words.storageKept : words.storageMayGo) : words.storageNone],
  ];
  byId("device-facts").replaceChildren(...facts.flatMap(([name, value]) => [made("dt", "", name), made("dd", "", value)]));
  byId("pin-form").hidden = !desk.vault.lasting;
  byId("renew-package").onclick = () => asked(renew, byId("device-problem"));
  byId("pin-form").onsubmit = (event) => {
    event.preventDefault();
    newPin(event.target, desk, database);
  };
  byId("leave-session").onclick = () => asked(leave, byId("device-problem"));
}

// Ends the session with the server; the vault stays as it is.
async function leave() {
  await signOut((await askState()).csrf);
  location.reload();
}

async function asked(work, problem) {
  tell(problem, words.asking);
  try {
    await work();
    tell(problem, "");
  } catch (error) {
    if (error instanceof NoAnswerError) {
      tell(problem, words.offline, "warning");
    } else if (error instanceof SignedOutError) {
      tell(problem, words.signedOut, "warning");
    } else if (error instanceof RefusedError) {
      tell(problem, error.message || words.failed, "error");
    } else {
      tell(problem, words.failed, "error");
      throw error;
    }
  }
}

async function newPin(form, desk, database) {
  const { old, pin, again } = form.elements;
  const problem = byId("pin-problem");
  const weak = weakness(pin.value, again.value);
  if (weak) {
    tell(problem, weak, "error");
    return;
  }
  tell(problem, words.opening);
  try {
    await setPin(database, desk.vault.id, old.value, pin.value);
    form.reset();
    tell(problem, words.pinChanged, "success");
  } catch (error) {
    const wait = error instanceof WaitError;
    tell(problem, wait ? fill(words.waitPin, { seconds: whole(Math.ceil(error.ms / 1000)) }) : error instanceof WrongPinError ? words.wrongPin : words.notMade, "error");
  }
}
