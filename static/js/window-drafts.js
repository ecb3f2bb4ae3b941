// Keeps what is typed on the server while one types; while that cannot be reached, sealed in this browser.
import { vaultOf } from "./window-vault.js";

const AFTER = 1000;
const AGAIN = 5000;
const PATIENCE = 15_000; // a server that says nothing for so long is away
const NOT_TYPED = new Set(["csrf_token", "key", "do", "acting", "subject_number_kind", "agent_standing"]);

const time = () => new Date().toTimeString().slice(0, 8);
const headers = () => ({ "HX-Request": "true", "X-CSRF-Token": document.body.dataset.csrf });

const typed = (form) => [...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && typeof value === "string");
const isWorthKeeping = (pairs) => pairs.some(([name, value]) => !NOT_TYPED.has(name) && value.trim());

// The form as the desk sent it: what is typed before this script is there is as unsaved as what comes after.
function asSent(form) {
  const sent = form.cloneNode(true);
  sent.reset();
  return typed(sent);
}

// A form that is just being handed in cannot be handed in; where nothing was left to save, it still is.
const again = (form) => setTimeout(() => form.requestSubmit());

async function send(pairs, options = {}) {
  const answer = await fetch("/window/drafts", { method: "POST", body: new URLSearchParams(pairs), headers: headers(),
    signal: AbortSignal.timeout(PATIENCE), ...options });
  if (!answer.ok) throw Object.assign(new Error("not kept"), { status: answer.status });
}

export function keepDraft(form, tell) {
  const vault = vaultOf(document.querySelector("[data-clerk]").dataset.clerk, headers);
  const saved = form.querySelector("[data-saved]");
  const key = form.elements.key.value;
  let last = JSON.stringify(asSent(form));
  let timer = 0;
  let handedIn = false;
  let locally = false;
  let saving = Promise.resolve();

  // One after the other: what was typed earlier must not arrive after what was typed later. A page that goes cannot wait.
  function save(options) {
    clearTimeout(timer);
    const next = () => saveNow(options);
    saving = options?.keepalive ? next() : saving.then(next, next);
    return saving;
  }
  async function saveNow(options) {
    const pairs = typed(form);
    const now = JSON.stringify(pairs);
    if (handedIn || (now === last && !locally) || !isWorthKeeping(pairs)) return true;
    try {
      await send(pairs, options);
      last = now;
      saved.textContent = form.ownerDocument.querySelector("[data-status]").dataset.savedWord.replace("{time}", time());
      if (locally) { await vault.forget(key); locally = false; tell("saved", { time: time() }); }
      return true;
    } catch (error) {
      await keepHere(pairs, error.status);
      return false;
    }
  }
  async function keepHere(pairs, answered) {
    locally = await vault.keep(key, pairs);
    tell(!locally ? "unkept" : answered === 401 || answered === 403 ? "ended" : "away", { trouble: true, aloud: timer === 0 });
    clearTimeout(timer);
    timer = setTimeout(save, AGAIN);
  }
  // What this browser had to keep goes back to the server as soon as it can.
  async function bringBack() {
    let count = 0;
    for (const one of await vault.kept()) {
      if (one.key === key) continue;
      try { await send(one.pairs); } catch { continue; }
      await vault.forget(one.key);
      count += 1;
    }
    if (!count) return;
    tell("back", { count });
    const list = await fetch("/window/drafts", { headers: headers() });
    if (list.ok) document.getElementById("drafts").innerHTML = await list.text();
  }

  const soon = () => { clearTimeout(timer); timer = setTimeout(save, AFTER); };
  if (JSON.stringify(typed(form)) !== last) soon();
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("focusout", () => { save(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save({ keepalive: true }); });
  addEventListener("pagehide", () => { save({ keepalive: true }); });
  form.addEventListener("submit", async (event) => {
    // Handed in while the server is away, a form would be lost with the page: it is kept first.
    if (handedIn) return;
    event.preventDefault();
    if (!(await save()) && locally) return;
    handedIn = true;
    again(form);
  });
  addEventListener("pageshow", (event) => { if (event.persisted) handedIn = false; });
  // Signing out clears this browser: what is still unsaved goes to the server before.
  for (const leaving of document.querySelectorAll('form[action="/logout"]')) {
    leaving.addEventListener("submit", async (event) => {
      if (handedIn) return;
      event.preventDefault();
      if (!(await save()) && locally) return;
      handedIn = true;
      again(leaving);
    });
  }
  bringBack();

  return {
    async park() {
      handedIn = false;
      await Promise.allSettled([saving]);
      const pairs = [...typed(form), ["parked", "yes"]];
      if (isWorthKeeping(pairs.slice(0, -1))) {
        try { await send(pairs); } catch (error) { await keepHere(typed(form), error.status); return; }
      }
      handedIn = true;
      location.assign("/window");
    },
    async leave(address) {
      if (await save()) { handedIn = true; location.assign(address); }
    },
  };
}
