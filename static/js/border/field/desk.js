// The desk: an open vault with its form, its lists and its contact with the server.

import { Capture } from "./capture.js";
import { showDevice } from "./device.js";
import { showOutbox } from "./outbox.js";
import { merged, showReplies, unread } from "./replies.js";
import { Sender } from "./sending.js";
import { askAnswers, askPackage, NoAnswerError, RefusedError, SignedOutError } from "./server.js";
import { lookForUpdate, wakeWhenOnline } from "./updating.js";
import { byId, fill, made, tell, whole, words } from "./words.js";

const PACK_AGE = 6 * 3600 * 1000; // after which the map is asked for again
const LOOK_EVERY = 60_000;
const IDLE_MS = 15 * 60_000; // after which the vault closes by itself
const CLOCK_OFF_MS = 2 * 60_000;

export class Desk {
  #database;
  #leave;
  #capture;
  #sender;
  #records = [];
  #ending = new AbortController();
  #channel = "BroadcastChannel" in window ? new BroadcastChannel("diaban-field") : null;
  #touched = Date.now();
  #looks = 0;
  state = null;
  pack = null;
  replies = null;

  // `leave()` is called when the vault was closed.
  constructor(vault, database, leave) {
    this.vault = vault;
    this.#database = database;
    this.#leave = leave;
    this.#sender = new Sender(vault, (told) => this.#contact(told));
  }

  // `state` is what the server has just said, null without a line.
  async begin(state) {
    const [known, pack, replies] = await Promise.all(["state", "pack", "replies"].map((name) => this.vault.part(name)));
    [this.state, this.pack, this.replies] = [known, pack, replies];
    if (state) {
      await this.#learn(state);
    }
    byId("desk").hidden = byId("lock").hidden = false;
    byId("who").textContent = this.vault.owner.name;
    byId("sample").hidden = !this.state?.sample;
    if (!this.state) {
      tell(byId("contact"), words.firstContact, "warning");
    } else {
      await this.#open();
    }
    await this.#refresh();
    this.#listen();
    await this.vault.dropOld();
    await this.#sender.send();
  }

  get offset() {
    return this.state?.offset ?? 0;
  }

  get acts() {
    return Object.fromEntries((this.state?.acts ?? []).map((act) => [act.key, act]));
  }

  get waiting() {
    return this.#records.filter((record) => record.state === "waiting");
  }

  // Whether closing the page would lose something.
  get wouldLose() {
    return !this.vault.lasting && (this.#records.some((record) => record.state !== "taken") || this.#capture?.writing);
  }

  // The server's time as far as it is known.
  now() {
    return Date.now() + this.offset;
  }

  newRecord(item) {
    return { id: item.id, item, made: Date.now(), offset: this.offset, state: "waiting", sentence: "" };
  }

  // Something was kept: shown, and sent if there is a line.
  async kept(sentence) {
    tell(byId("done"), sentence, "success");
    window.scrollTo(0, 0);
    await this.#changed();
    wakeWhenOnline();
    await this.#sender.send();
  }

  async seen(report) {
    this.replies.seen[report.id] = report.last;
    await this.vault.keepPart("replies", this.replies);
    this.#count();
  }

  async lock() {
    this.#ending.abort();
    clearInterval(this.#looks);
    this.#channel?.close();
    this.#sender.close();
    await this.#capture?.close();
    for (const id of ["outbox", "replies", "vaults", "device-facts"]) {
      byId(id).replaceChildren();
    }
    byId("report-form").reset();
    for (const id of ["contact", "done", "clock"]) {
      tell(byId(id), "");
    }
    byId("desk").hidden = byId("lock").hidden = byId("sample").hidden = true;
    byId("who").textContent = "";
    await this.#leave();
  }

  async #open() {
    this.#capture ??= new Capture(this);
    await this.#capture.begin();
    this.#device();
  }

  async #learn(state) {
    this.state = { ...state, csrf: "", offset: state.now - Date.now(), heard: Date.now() };
    await this.vault.keepPart("state", this.state);
    const off = this.offset;
    const said = Math.abs(off) > CLOCK_OFF_MS ? fill(off < 0 ? words.clockFast : words.clockSlow, { minutes: whole(Math.round(Math.abs(off) / 60_000)) }) : "";
    tell(byId("clock"), said, "warning");
  }

  #listen() {
    const { signal } = this.#ending;
    const send = () => this.#sender.send();
    window.addEventListener("online", send, { signal });
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#capture?.writeDraft() : this.#look()), { signal });
    navigator.serviceWorker?.addEventListener("message", ({ data }) => data === "send" && send(), { signal });
    for (const kind of ["pointerdown", "keydown"]) {
      document.addEventListener(kind, () => (this.#touched = Date.now()), { signal });
    }
    this.#looks = setInterval(() => this.#look(), LOOK_EVERY);
    if (this.#channel) {
      this.#channel.onmessage = () => this.#refresh();
    }
    for (const tab of byId("tabs").querySelectorAll("button")) {
      tab.onclick = () => this.#turnTo(tab.dataset.tab);
    }
    byId("lock").onclick = () => this.lock();
    byId("send-now").onclick = send;
    this.#turnTo("report");
  }

  #look() {
    if (this.vault.lasting && Date.now() - this.#touched > IDLE_MS) {
      this.lock();
    } else {
      this.#sender.send();
    }
  }

  #turnTo(name) {
    for (const tab of byId("tabs").querySelectorAll("button")) {
      tab.setAttribute("aria-pressed", String(tab.dataset.tab === name));
      byId(`tab-${tab.dataset.tab}`).hidden = tab.dataset.tab !== name;
    }
    tell(byId("done"), "");
    window.scrollTo(0, 0);
  }

  async #contact({ status, state, sentence }) {
    if (this.#ending.signal.aborted) {
      return;
    }
    const tones = { sending: "notice", sent: "notice", offline: "notice" };
    const said = status === "other" ? fill(words.otherAccount, { now: state.account.name, owner: this.vault.owner.name }) : sentence;
    tell(byId("contact"), said, tones[status] ?? "warning");
    byId("sign-in").hidden = status !== "signedOut";
    byId("line").dataset.state = status;
    byId("line").textContent = words.lines[status];
    if (status === "old") {
      lookForUpdate();
    }
    await this.#changed();
    if (status === "sent") {
      await this.#afterContact(state);
    }
  }

  async #afterContact(state) {
    const first = !this.state;
    await this.#learn(state);
    byId("sample").hidden = !state.sample;
    if (first) {
      await this.#open();
    }
    lookForUpdate();
    try {
      await this.#fetchPack(false);
      await this.#fetchReplies();
    } catch (error) {
      if (!(error instanceof NoAnswerError || error instanceof SignedOutError || error instanceof RefusedError)) {
        throw error;
      }
    }
    this.#device();
  }

  async #fetchReplies() {
    this.replies = merged(this.replies, await askAnswers(this.replies?.number ?? 0));
    await this.vault.keepPart("replies", this.replies);
    await this.#refresh();
  }

  async #fetchPack(now) {
    if (!now && this.pack && Date.now() - this.pack.asked < PACK_AGE) {
      return;
    }
    const fresh = await askPackage(this.pack?.version);
    this.pack = fresh ? { ...fresh.data, version: fresh.version, size: fresh.size, fetched: Date.now(), asked: Date.now() } : { ...this.pack, asked: Date.now() };
    await this.vault.keepPart("pack", this.pack);
    this.#capture?.packChanged();
  }

  #device() {
    showDevice(this, this.#database, {
      renew: async () => {
        await this.#fetchPack(true);
        this.#device();
      },
    });
  }

  // Something of the vault changed here: other open pages look again.
  async #changed() {
    this.#channel?.postMessage("changed");
    await this.#refresh();
  }

  async #refresh() {
    if (this.#ending.signal.aborted) {
      return;
    }
    this.#records = await this.vault.records();
    const numbers = Object.fromEntries((this.replies?.reports ?? []).map((report) => [report.id, report.number]));
    showOutbox(this.#records, {
      sending: this.#sender.sending,
      numbers,
      kinds: Object.fromEntries((this.state?.kinds ?? []).map(({ key, label }) => [key, label])),
      acts: Object.fromEntries(Object.values(this.acts).map(({ key, label }) => [key, label])),
      correct: (record) => {
        this.#capture.correct(record);
        this.#turnTo("report");
      },
      drop: async (record) => {
        await this.vault.drop(record.id);
        await this.#changed();
      },
      sendAgain: async (record) => {
        await this.vault.keep({ ...record, state: "waiting", sentence: "" });
        await this.kept("");
      },
    });
    if (this.replies) {
      showReplies(this.replies, this, async (record) => {
        await this.vault.keep(record);
        await this.kept(words.stepKept);
      });
    }
    this.#count();
  }

  #count() {
    const unsent = this.#records.filter((record) => record.state !== "taken").length;
    badge("outbox-count", unsent);
    badge("replies-count", this.replies ? unread(this.replies) : 0);
    byId("unsent").textContent = unsent ? fill(words.unsentOf, { count: whole(unsent) }) : words.noneUnsent;
  }
}

function badge(id, count) {
  byId(id).replaceChildren(count ? made("span", "count", whole(count)) : "");
}
