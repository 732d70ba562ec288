// Sends what waits, in batches, until the server has told of each record that it has it.
//
// A record keeps its id for ever, so whatever is sent twice is stored once. Only one page of the device sends at
// a time. A record leaves the waiting line when the server said `stored` or `already`, or refused it for good.

import { askState, NoAnswerError, post, RefusedError, SignedOutError } from "./server.js";
import { settings, words } from "./words.js";

const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 300_000;
const BATCH = 50;
const SMALLEST_BATCH = 5;
const UPGRADE_REQUIRED = 426;

export class Sender {
  #vault;
  #tell;
  #pause = FIRST_PAUSE;
  #timer = 0;
  #closed = false;
  #size = BATCH;
  sending = new Set();

  // `tell({status, sentence})` is called whenever something changed; status: sending, sent, offline, signedOut,
  // other, old, refused.
  constructor(vault, tell) {
    this.#vault = vault;
    this.#tell = tell;
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  // Sends now; what was already under way elsewhere goes on there.
  async send() {
    clearTimeout(this.#timer);
    if (this.#closed) {
      return;
    }
    const alone = navigator.locks ? (work) => navigator.locks.request(`diaban-field-${this.#vault.id}`, { ifAvailable: true }, (held) => held && work()) : (work) => work();
    await alone(() => this.#run());
  }

  async #run() {
    try {
      const state = await askState();
      if (state.account.id !== this.#vault.owner.id) {
        this.#tell({ status: "other", state, sentence: "" });
        return;
      }
      if (state.refused) {
        this.#tell({ status: "refused", state, sentence: state.refused });
        return;
      }
      const more = await this.#sendAll(state);
      this.#pause = FIRST_PAUSE;
      this.#tell({ status: "sent", state, sentence: "" });
      if (more) {
        this.#later();
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.sending.clear();
    }
  }

  // Returns whether records are left that only wait for something else.
  async #sendAll(state) {
    const tried = new Set();
    for (;;) {
      const waiting = (await this.#vault.records()).filter((record) => record.state === "waiting");
      const next = waiting.filter((record) => !tried.has(record.id));
      if (!next.length || this.#closed) {
        return waiting.length > 0;
      }
      const batch = ofOneClock(next).slice(0, this.#size);
      batch.forEach(({ id }) => tried.add(id));
      await this.#deliver(batch, state);
    }
  }

  async #deliver(batch, state) {
    this.sending = new Set(batch.map(({ id }) => id));
    this.#tell({ status: "sending", state, sentence: "" });
    let answer;
    try {
      answer = await post({ app: settings.app, sent_at: clockSays(batch[0]), items: batch.map(({ item }) => item) }, state.csrf);
    } catch (error) {
      // Too much at once for this line or this server: less next time.
      this.#size = error instanceof NoAnswerError ? Math.max(SMALLEST_BATCH, Math.floor(this.#size / 2)) : this.#size;
      throw error;
    }
    this.#size = Math.min(BATCH, this.#size * 2);
    const answers = new Map(answer.items.map((item) => [item.id, item]));
    const changed = batch.filter(({ id }) => answers.has(id)).map((record) => answered(record, answers.get(record.id)));
    await this.#vault.keep(...changed);
    this.sending.clear();
  }

  #failed(error) {
    if (error instanceof SignedOutError) {
      this.#tell({ status: "signedOut", sentence: words.signedOut });
    } else if (error instanceof RefusedError) {
      const status = error.status === UPGRADE_REQUIRED ? "old" : "refused";
      this.#tell({ status, sentence: error.message || words.failed });
    } else if (error instanceof NoAnswerError) {
      this.#tell({ status: "offline", sentence: error.status ? words.serverBusy : words.offline });
      this.#later();
    } else {
      this.#tell({ status: "offline", sentence: words.failed });
      this.#later();
      throw error;
    }
  }

  #later() {
    clearTimeout(this.#timer);
    if (!this.#closed) {
      this.#timer = setTimeout(() => this.send(), this.#pause * (0.75 + Math.random() / 2));
      this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
    }
  }
}

function answered(record, { outcome, sentence, again }) {
  if (outcome === "stored" || outcome === "already") {
    return { ...record, state: "taken", sentence: "", takenAt: Date.now() };
  }
  return { ...record, state: again ? "waiting" : "refused", sentence };
}

// Records whose times were taken with the same idea of the device's clock can go in one batch.
function ofOneClock(records) {
  const minute = (record) => Math.round(record.offset / 60_000);
  return records.filter((record) => minute(record) === minute(records[0]));
}

// What the clock by which a record's times were taken says now. Where that idea was right it is the server's
// time; where it was wrong, the server sees by how much, and says so beside the report.
function clockSays(record) {
  return new Date(Date.now() + record.offset).toISOString();
}
