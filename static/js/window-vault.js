// Copies of drafts in this browser, for when the server is away: sealed by a key the server lends this clerk, held in memory only.
const NAME = "griddesk-drafts";
const VERSION = 2; // the first one kept a key of the browser's own beside the drafts
const WEEK = 7 * 24 * 3600 * 1000; // as long as the server keeps drafts nobody touches

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function opened() {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    for (const name of [...request.result.objectStoreNames]) request.result.deleteObjectStore(name);
    request.result.createObjectStore("drafts", { keyPath: "key" });
  };
  return done(request);
}

const drafts = (database, mode) => database.transaction("drafts", mode).objectStore("drafts");
const canSeal = () => Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

async function lent(headers) {
  const answer = await fetch("/window/drafts/key", { method: "POST", headers });
  if (!answer.ok) throw new Error("no key is lent");
  const { id, key } = await answer.json();
  const bytes = Uint8Array.from(atob(key), (one) => one.charCodeAt(0));
  const sealing = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  bytes.fill(0);
  return { id, sealing };
}

// What was sealed for one form of one clerk opens as nothing else.
const place = (clerk, key) => new TextEncoder().encode(`${clerk}|${key}`);

// The vault of one clerk. The key is asked for at once, while the server is there; without it nothing is kept.
export function vaultOf(clerk, headers) {
  let asked = null;
  function clerksKey() {
    asked ??= lent(headers()).catch(() => { asked = null; return null; });
    return asked;
  }
  if (canSeal()) clerksKey();

  async function unseal(one, key) {
    const how = { name: "AES-GCM", iv: one.iv, additionalData: place(clerk, one.key) };
    const plain = await crypto.subtle.decrypt(how, key.sealing, one.sealed);
    return { key: one.key, pairs: JSON.parse(new TextDecoder().decode(plain)) };
  }

  return {
    // Returns whether it is kept: nothing is kept unsealed.
    async keep(form, pairs) {
      const key = canSeal() ? await clerksKey() : null;
      if (!key) return false;
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const how = { name: "AES-GCM", iv, additionalData: place(clerk, form) };
      const sealed = await crypto.subtle.encrypt(how, key.sealing, new TextEncoder().encode(JSON.stringify(pairs)));
      const database = await opened();
      await done(drafts(database, "readwrite").put({ key: form, clerk, under: key.id, iv, sealed, at: Date.now() }));
      database.close();
      return true;
    },
    // This clerk's copies, opened; what no key opens any more, and what is older than a week, is thrown away.
    async kept() {
      if (!canSeal()) return [];
      const database = await opened();
      const all = await done(drafts(database, "readonly").getAll());
      const key = all.some((one) => one.clerk === clerk) ? await clerksKey() : null;
      const isOver = (one) => one.at < Date.now() - WEEK || (key && one.clerk === clerk && one.under !== key.id);
      for (const one of all.filter(isOver)) await done(drafts(database, "readwrite").delete(one.key));
      database.close();
      const mine = key ? all.filter((one) => one.clerk === clerk && !isOver(one)) : [];
      const unsealed = await Promise.allSettled(mine.map((one) => unseal(one, key)));
      return unsealed.filter((one) => one.status === "fulfilled").map((one) => one.value);
    },
    async forget(form) {
      if (!globalThis.indexedDB) return;
      const database = await opened();
      await done(drafts(database, "readwrite").delete(form));
      database.close();
    },
  };
}
