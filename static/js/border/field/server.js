// What is asked of the server, and what may come instead of an answer.

import { settings } from "./words.js";

const PATIENCE = 30_000;
const PATIENCE_PACKAGE = 180_000;

// No line, no server, or one that is out of order: try again later.
export class NoAnswerError extends Error {
  constructor(status = 0) {
    super(String(status));
    this.status = status;
  }
}

export class SignedOutError extends Error {}

// The server understood and says no, with a sentence.
export class RefusedError extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

export const askState = () => ask(settings.addresses.state);
export const askAnswers = (since) => ask(`${settings.addresses.answers}?since=${since}`);

// Returns `{version, size, data}`, or null where `version` is still the one.
export async function askPackage(version) {
  const headers = version ? { "If-None-Match": version } : {};
  const response = await fetched(settings.addresses.package, { headers }, PATIENCE_PACKAGE);
  if (response.status === 304) {
    return null;
  }
  const text = await readable(() => response.text());
  return { version: response.headers.get("ETag"), size: text.length, data: JSON.parse(text) };
}

export async function post(batch, token) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const response = await fetched(settings.addresses.sync, { method: "POST", headers, body: JSON.stringify(batch) }, PATIENCE);
  return readable(() => response.json());
}

export async function signOut(token) {
  await fetched(settings.addresses.signOut, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" }, PATIENCE);
}

async function ask(address) {
  const response = await fetched(address, {}, PATIENCE);
  return readable(() => response.json());
}

async function fetched(address, options, patience) {
  let response;
  try {
    response = await fetch(address, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(patience), ...options });
  } catch {
    throw new NoAnswerError();
  }
  if (response.redirected || response.status === 401) {
    throw new SignedOutError();
  }
  if (response.status >= 500 || response.status === 408 || response.status === 413 || response.status === 429) {
    throw new NoAnswerError(response.status);
  }
  if (response.status >= 400) {
    throw new RefusedError(response.status, await sentenceOf(response));
  }
  return response;
}

// An answer that breaks off in the middle is no answer.
async function readable(read) {
  try {
    return await read();
  } catch {
    throw new NoAnswerError();
  }
}

async function sentenceOf(response) {
  try {
    return (await response.json()).sentence ?? "";
  } catch {
    return "";
  }
}
