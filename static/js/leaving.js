// Whoever signs out in one window of a browser has left them all: none goes on showing what stood there.
const LEFT = "signed out";

export function leaveTogether(body) {
  if (!body.dataset.who || !globalThis.BroadcastChannel) return;
  const windows = new BroadcastChannel("griddesk");
  document.addEventListener("submit", (event) => {
    // A page that keeps a draft first sends the form itself once it is kept.
    if (event.target.matches('form[action="/logout"]') && !event.defaultPrevented) windows.postMessage(LEFT);
  });
  windows.addEventListener("message", ({ data }) => { if (data === LEFT) location.replace("/login"); });
}
