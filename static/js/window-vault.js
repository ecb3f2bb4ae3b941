// Copies of drafts in this browser, for when the server is away: sealed by a key no script can read out.
const NAME = "griddesk-drafts";

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("keys");
    request.result.createObjectStore("drafts", { keyPath: "key" });
  };
  return done(request);
}

const store = (database, name, mode) => database.transaction(name, mode).objectStore(name);

async function sealingKey(database) {
  const known = await done(store(database, "keys", "readonly").get("drafts"));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await done(store(database, "keys", "readwrite").put(made, "drafts"));
  return made;
}

// Returns whether it is kept: without a secure context there is no sealing, and nothing is kept unsealed.
export async function keep({ key, clerk, pairs }) {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return false;
  const database = await opened();
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(pairs));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await sealingKey(database), plain);
  await done(store(database, "drafts", "readwrite").put({ key, clerk, iv, sealed, at: Date.now() }));
  database.close();
  return true;
}

// This clerk's copies, opened.
export async function kept(clerk) {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return [];
  const database = await opened();
  const all = await done(store(database, "drafts", "readonly").getAll());
  const mine = all.filter((one) => one.clerk === clerk);
  const key = mine.length ? await sealingKey(database) : null;
  const found = [];
  for (const one of mine) {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: one.iv }, key, one.sealed);
    found.push({ key: one.key, pairs: JSON.parse(new TextDecoder().decode(plain)) });
  }
  database.close();
  return found;
}

export async function forget(key) {
  if (!globalThis.indexedDB) return;
  const database = await opened();
  await done(store(database, "drafts", "readwrite").delete(key));
  database.close();
}
