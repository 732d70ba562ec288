// One vault per account and device: its records, its draft, its map and answers, sealed with the account's PIN.
//
// Nothing here erases what was not sent: signing out, another account, wrong PINs and a forgotten PIN leave every
// record where it is. After some wrong PINs the next try has to wait; that slows down fingers on this telephone,
// not somebody who copied its memory, whom only a long PIN and the telephone's own encryption stop.

import { all, change, get, ofVault, write } from "./database.js";
import { changePin, newLock, openLock, seal, unseal, WrongPinError } from "./sealing.js";

const FREE_TRIES = 5;
const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 3600_000;
// What the server has is kept this long to look at.
const TAKEN_MS = 14 * 24 * 3600 * 1000;

export class WaitError extends Error {
  constructor(ms) {
    super();
    this.ms = ms;
  }
}

// All vaults of this device with how many records of each were not sent, newest first.
export async function vaultsOf(database) {
  const [vaults, records] = await Promise.all([all(database, "vaults"), all(database, "records")]);
  return vaults
    .map((vault) => ({ ...vault, unsent: records.filter((row) => row.vault === vault.id && row.open).length }))
    .sort((a, b) => b.made - a.made);
}

// A vault for an account; an older one of the same account stays as it is.
export async function makeVault(database, account, pin) {
  const id = newId();
  const { lock, key } = await newLock(pin, id);
  const row = { id, account: account.id, name: account.name, agency: account.agency, agencyName: account.agencyName, made: Date.now(), lock, wrong: 0, until: 0 };
  await write(database, [{ store: "vaults", put: row }]);
  return new Vault(database, row, key);
}

export async function openVault(database, id, pin) {
  const row = await get(database, "vaults", id);
  const key = await tried(database, row, () => openLock(row.lock, pin, id));
  return new Vault(database, row, key);
}

export async function setPin(database, id, pin, next) {
  const row = await get(database, "vaults", id);
  const lock = await tried(database, row, () => changePin(row.lock, pin, next, id));
  await change(database, "vaults", id, (now) => ({ ...now, lock }));
}

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40; // version 4
  bytes[8] = (bytes[8] & 0x3f) | 0x80; // variant of RFC 9562
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Tries a PIN, and counts the wrong ones.
async function tried(database, row, open) {
  checkWait(row);
  try {
    const found = await open();
    await change(database, "vaults", row.id, (now) => ({ ...now, wrong: 0, until: 0 }));
    return found;
  } catch (error) {
    if (error instanceof WrongPinError) {
      await change(database, "vaults", row.id, (now) => ({ ...now, wrong: now.wrong + 1, until: Date.now() + waitAfter(now.wrong + 1) }));
    }
    throw error;
  }
}

function waitAfter(wrong) {
  return wrong < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES));
}

// A clock set back must not make the wait longer than it was.
function checkWait({ until, wrong }) {
  const left = Math.min(until - Date.now(), waitAfter(wrong));
  if (left > 0) {
    throw new WaitError(left);
  }
}

class Vault {
  #database;
  #key;

  constructor(database, row, key) {
    this.#database = database;
    this.#key = key;
    this.id = row.id;
    this.owner = { id: row.account, name: row.name, agency: row.agency, agencyName: row.agencyName };
    this.lasting = true;
  }

  // Records, oldest first: `{id, item, made, offset, state, sentence}`; state: waiting, taken, refused.
  async records() {
    const rows = await ofVault(this.#database, this.id);
    const found = await Promise.all(rows.map((row) => unseal(this.#key, row, this.#of(row.id))));
    return found.sort((a, b) => a.made - b.made);
  }

  async keep(...records) {
    await write(this.#database, await this.#puts(records));
  }

  // A new record; the draft that it was made of, and the refused one whose place it takes, go with it or not at all.
  async keepNew(record, replaces) {
    const gone = replaces ? [{ store: "records", remove: replaces }] : [];
    const draft = { store: "parts", remove: [this.id, "draft"] };
    await write(this.#database, [...(await this.#puts([record])), ...gone, draft]);
  }

  async drop(id) {
    await write(this.#database, [{ store: "records", remove: id }]);
  }

  async dropOld() {
    const old = (await this.records()).filter((record) => record.state === "taken" && Date.now() - record.takenAt > TAKEN_MS);
    if (old.length) {
      await write(this.#database, old.map(({ id }) => ({ store: "records", remove: id })));
    }
  }

  async part(name) {
    const row = await get(this.#database, "parts", [this.id, name]);
    return row ? unseal(this.#key, row, this.#of(name)) : null;
  }

  async keepPart(name, value) {
    const sealed = await seal(this.#key, value, this.#of(name));
    await write(this.#database, [{ store: "parts", put: { vault: this.id, name, ...sealed } }]);
  }

  async #puts(records) {
    return Promise.all(
      records.map(async (record) => {
        const sealed = await seal(this.#key, record, this.#of(record.id));
        const open = record.state === "taken" ? 0 : 1;
        return { store: "records", put: { id: record.id, vault: this.id, open, ...sealed } };
      }),
    );
  }

  #of(name) {
    return `${this.id}/${name}`;
  }
}

// The same where nothing can be sealed: kept in the page's memory as long as it is open, never on the disk.
export class OpenVault {
  #records = new Map();
  #parts = new Map();

  constructor(account) {
    this.id = `open-${account.id}`;
    this.owner = account;
    this.lasting = false;
  }

  async records() {
    return [...this.#records.values()].sort((a, b) => a.made - b.made).map((record) => structuredClone(record));
  }

  async keep(...records) {
    records.forEach((record) => this.#records.set(record.id, structuredClone(record)));
  }

  async keepNew(record, replaces) {
    this.#records.delete(replaces);
    this.#parts.delete("draft");
    await this.keep(record);
  }

  async drop(id) {
    this.#records.delete(id);
  }

  async dropOld() {}

  async part(name) {
    return structuredClone(this.#parts.get(name) ?? null);
  }

  async keepPart(name, value) {
    this.#parts.set(name, structuredClone(value));
  }
}
