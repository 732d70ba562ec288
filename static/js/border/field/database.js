// The device's own database. Everything of an account in it is sealed (sealing.js); in clear are only whose
// vault it is, when it was made, how many wrong PINs there were, and which records were not sent yet.

const NAME = "diaban-field";
const VERSION = 1;

export function openDatabase() {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    const database = request.result;
    database.createObjectStore("vaults", { keyPath: "id" });
    database.createObjectStore("records", { keyPath: "id" }).createIndex("vault", "vault");
    database.createObjectStore("parts", { keyPath: ["vault", "name"] });
  };
  return answered(request);
}

export function get(database, store, key) {
  return answered(database.transaction(store).objectStore(store).get(key));
}

export function all(database, store) {
  return answered(database.transaction(store).objectStore(store).getAll());
}

export function ofVault(database, vault) {
  return answered(database.transaction("records").objectStore("records").index("vault").getAll(vault));
}

// Puts and deletes in one transaction that is on the disk when this returns: a telephone may die any moment.
// Rejects with the database's own error, a full disk as QuotaExceededError; then nothing was changed.
export function write(database, changes) {
  const stores = [...new Set(changes.map(({ store }) => store))];
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
    for (const { store, put, remove } of changes) {
      if (put) {
        transaction.objectStore(store).put(put);
      } else {
        transaction.objectStore(store).delete(remove);
      }
    }
  });
}

// Reads one row and writes what `change` makes of it, as one step that no other page comes between.
export function change(database, store, key, changed) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, "readwrite", { durability: "strict" });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    const rows = transaction.objectStore(store);
    rows.get(key).onsuccess = ({ target }) => {
      if (target.result) {
        rows.put(changed(target.result));
      }
    };
  });
}

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
