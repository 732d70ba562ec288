// The page: the doorway, then the desk of an open vault.

import { openDatabase } from "./database.js";
import { Desk } from "./desk.js";
import { showDoorway } from "./doorway.js";
import { canSeal } from "./sealing.js";
import { askState, NoAnswerError, RefusedError, SignedOutError } from "./server.js";
import { keepUpToDate, takeNewVersion } from "./updating.js";
import { OpenVault } from "./vault.js";
import { byId, tell, words } from "./words.js";

let desk = null;

async function stateOrNull() {
  try {
    const state = await askState();
    tell(byId("contact"), state.refused, "warning");
    return state;
  } catch (error) {
    if (error instanceof SignedOutError) {
      tell(byId("contact"), words.notSignedIn, "warning");
    } else if (error instanceof NoAnswerError || error instanceof RefusedError) {
      tell(byId("contact"), words.offline, "warning");
    } else {
      throw error;
    }
    byId("sign-in").hidden = !(error instanceof SignedOutError);
    return null;
  }
}

async function sealed(state) {
  const database = await openDatabase();
  const enter = async (vault) => {
    byId("doorway").hidden = true;
    desk = new Desk(vault, database, async () => {
      desk = null;
      await showDoorway(database, await stateOrNull(), enter);
      takeNewVersion();
    });
    await desk.begin(state?.account.id === vault.owner.id ? state : null);
    await navigator.storage?.persist?.();
  };
  await showDoorway(database, state, enter);
}

async function unsealed(state) {
  tell(byId("insecure"), words.insecure, "error");
  if (state && !state.refused) {
    desk = new Desk(new OpenVault(state.account), null, () => location.reload());
    await desk.begin(state);
  } else {
    byId("doorway").hidden = false;
    byId("no-vault").hidden = Boolean(state);
  }
}

window.addEventListener("beforeunload", (event) => {
  if (desk?.wouldLose) {
    event.preventDefault();
  }
});
const state = await stateOrNull();
await (canSeal() ? sealed(state) : unsealed(state));
keepUpToDate(() => !desk, () => desk?.lock());
document.documentElement.dataset.ready = "yes";
