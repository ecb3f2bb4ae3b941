// Warns a minute before a session ends for want of anything done, lets somebody stay, and clears the screen when it ends.
const BEFORE = 60_000;

export function watchSession(body) {
  const dialog = document.getElementById("session-ends");
  if (!dialog || !body.dataset.endsAt) return;
  let timer = 0;
  // The server's session slides with every request somebody makes, each time by as much.
  const length = Math.max(Date.parse(body.dataset.endsAt) - Date.now(), 2 * BEFORE);
  const begin = () => {
    clearTimeout(timer);
    timer = setTimeout(warn, length - BEFORE);
  };
  const warn = () => {
    dialog.showModal();
    timer = setTimeout(leave, BEFORE);
  };
  // Nobody is there any more: what stands on the screen is not for whoever comes by. What was typed is kept.
  const leave = () => location.replace(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
  dialog.querySelector("[data-stay]").addEventListener("click", async () => {
    let answer;
    try {
      answer = await fetch("/session/stay", { method: "POST", headers: { "X-CSRF-Token": body.dataset.csrf } });
    } catch {
      // The line is down; somebody may try again until the minute is over.
      dialog.querySelector("[data-unreached]").hidden = false;
      return;
    }
    dialog.querySelector("[data-unreached]").hidden = true;
    if (answer.ok) { dialog.close(); begin(); } else { location.reload(); }
  });
  document.addEventListener("htmx:after:request", (event) => {
    // What a page asks by itself keeps nobody signed in.
    if (!event.detail?.ctx?.request?.headers?.["X-Unattended"]) begin();
  });
  begin();
}
