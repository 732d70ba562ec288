// Sealing with a PIN: a random key encrypts, and a key made from the PIN encrypts that key.
//
// AES-GCM with a random 96-bit nonce for each thing sealed (NIST SP 800-38D); what it belongs to is authenticated
// with it, so that a row put into another's place does not open. The PIN goes through PBKDF2-HMAC-SHA-256 as
// often as the OWASP Password Storage Cheat Sheet asks for (600,000; read in 2026).

const ITERATIONS = 600_000;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const AES = { name: "AES-GCM", length: 256 };

export class WrongPinError extends Error {}

// Browsers give no cryptography to pages that came over plain http from another machine.
export function canSeal() {
  return window.isSecureContext && Boolean(window.crypto?.subtle);
}

// Returns the lock to be stored and the key that it holds.
export async function newLock(pin, of) {
  const key = await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);
  return { lock: await lockUp(key, pin, of), key: await closed(key) };
}

export async function openLock(lock, pin, of) {
  return unlocked(lock, pin, of, false);
}

// The same key under another PIN: nothing that is sealed has to be sealed again.
export async function changePin(lock, pin, next, of) {
  return lockUp(await unlocked(lock, pin, of, true), next, of);
}

export async function seal(key, value, of) {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const clear = new TextEncoder().encode(JSON.stringify(value));
  return { nonce, data: await crypto.subtle.encrypt(withNonce(nonce, of), key, clear) };
}

export async function unseal(key, { nonce, data }, of) {
  const clear = await crypto.subtle.decrypt(withNonce(nonce, of), key, data);
  return JSON.parse(new TextDecoder().decode(clear));
}

async function lockUp(key, pin, of) {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const outer = await derived(pin, salt, ITERATIONS);
  const wrapped = await crypto.subtle.wrapKey("raw", key, outer, withNonce(nonce, of));
  return { salt, iterations: ITERATIONS, nonce, wrapped };
}

async function unlocked({ salt, iterations, nonce, wrapped }, pin, of, extractable) {
  const outer = await derived(pin, salt, iterations);
  try {
    return await crypto.subtle.unwrapKey("raw", wrapped, outer, withNonce(nonce, of), AES, extractable, ["encrypt", "decrypt"]);
  } catch {
    throw new WrongPinError();
  }
}

async function derived(pin, salt, iterations) {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, typed, AES, false, ["wrapKey", "unwrapKey"]);
}

// The same key, which no script can read out any more.
async function closed(key) {
  return crypto.subtle.importKey("raw", await crypto.subtle.exportKey("raw", key), AES, false, ["encrypt", "decrypt"]);
}

function withNonce(iv, of) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(of) };
}
