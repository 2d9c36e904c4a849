// Diary entries on this phone: kept before they are sent, taken out only when the clinic has them.
const NAME = "restride-diary";
const STORE = "entries";

/** An id that no other phone makes. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export function keepEntry(entry) {
  return change((store) => store.put(entry));
}

export function forgetEntry(id) {
  return change((store) => store.delete(id));
}

/** The entries of one runner, in the order in which they were made. */
export async function waitingEntries(who) {
  const all = await change((store) => store.getAll(), "readonly");
  return all.filter((entry) => entry.who === who).sort((one, other) => one.at - other.at);
}

async function change(deed, mode = "readwrite") {
  const base = await opened();
  try {
    const transaction = base.transaction(STORE, mode);
    const request = deed(transaction.objectStore(STORE));
    await new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
    return request.result;
  } finally {
    base.close();
  }
}

function opened() {
  return new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
