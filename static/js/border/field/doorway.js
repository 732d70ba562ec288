// The doorway: which vaults are on this device, opening one, making one for who is signed in.

import { WrongPinError } from "./sealing.js";
import { makeVault, openVault, vaultsOf, WaitError } from "./vault.js";
import { byId, fill, made, moment, tell, whole, words } from "./words.js";

const LEAST_DIGITS = 6;

// `opened(vault)` is called with an open vault; `state` is what the server said, null without a line.
export async function showDoorway(database, state, opened) {
  const vaults = await vaultsOf(database);
  const mine = state ? vaults.filter((vault) => vault.account === state.account.id) : vaults;
  const [newest] = mine.length ? mine : vaults;
  byId("doorway").hidden = false;
  byId("open-vault").hidden = vaults.length === 0;
  byId("no-vault").hidden = vaults.length > 0 || Boolean(state);
  choose(vaults, newest?.id);
  const makes = Boolean(state) && !state.refused && mine.length === 0;
  byId("make-vault").hidden = !makes;
  byId("forgot").hidden = !(state && !state.refused && mine.length > 0);
  byId("forgot-offline").hidden = Boolean(state);
  byId("make-for").textContent = state ? fill(words.makeFor, { name: state.account.name, agency: state.account.agencyName }) : "";
  byId("forgot-make").onclick = () => {
    byId("make-vault").hidden = false;
    byId("new-pin").focus();
  };
  byId("open-form").onsubmit = (event) => submit(event, () => open(database, opened));
  byId("make-form").onsubmit = (event) => submit(event, () => make(database, state, opened));
}

// What is wrong with a PIN that somebody chose, "" if nothing.
export function weakness(pin, again) {
  if (!/^\d+$/.test(pin) || pin.length < LEAST_DIGITS) {
    return words.pinShort;
  }
  const steps = new Set([...pin].slice(1).map((digit, place) => Number(digit) - Number(pin[place])));
  if (steps.size === 1 && [-1, 0, 1].includes([...steps][0])) {
    return words.pinSimple;
  }
  return pin === again ? "" : words.pinDiffers;
}

function choose(vaults, chosen) {
  byId("vaults").replaceChildren(
    ...vaults.map((vault) => {
      const input = document.createElement("input");
      Object.assign(input, { type: "radio", name: "vault", value: vault.id, checked: vault.id === chosen });
      const unsent = vault.unsent ? fill(words.unsentOf, { count: whole(vault.unsent) }) : words.noneUnsent;
      return made("label", "vault", input, made("span", "", made("b", "", vault.name), made("span", "small muted", vault.agencyName), made("span", vault.unsent ? "small unsent" : "small muted", `${unsent}; ${fill(words.madeOn, { at: moment(vault.made) })}`)));
    }),
  );
}

async function submit(event, work) {
  event.preventDefault();
  const press = event.target.querySelector("button:not([type=button])");
  if (press.disabled) {
    return;
  }
  press.disabled = true;
  try {
    await work();
  } finally {
    press.disabled = false;
  }
}

async function open(database, opened) {
  const form = byId("open-form");
  const problem = byId("open-problem");
  const pin = form.elements.pin.value;
  form.elements.pin.value = "";
  tell(problem, words.opening);
  try {
    const vault = await openVault(database, form.elements.vault.value, pin);
    tell(problem, "");
    await opened(vault);
  } catch (error) {
    if (error instanceof WaitError) {
      tell(problem, fill(words.waitPin, { seconds: whole(Math.ceil(error.ms / 1000)) }), "error");
    } else if (error instanceof WrongPinError) {
      tell(problem, words.wrongPin, "error");
    } else {
      tell(problem, words.notOpened, "error");
      throw error;
    }
    form.elements.pin.focus();
  }
}

async function make(database, state, opened) {
  const fields = byId("make-form").elements;
  const weak = weakness(fields.pin.value, fields.again.value);
  if (weak) {
    tell(byId("make-problem"), weak, "error");
    return;
  }
  tell(byId("make-problem"), words.opening);
  try {
    const vault = await makeVault(database, state.account, fields.pin.value);
    byId("make-form").reset();
    tell(byId("make-problem"), "");
    await opened(vault);
  } catch (error) {
    tell(byId("make-problem"), words.notMade, "error");
    throw error;
  }
}
