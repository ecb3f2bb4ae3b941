// Lists that renew themselves: whoever works in one keeps his place, and the browser rests while nobody looks.
document.body.addEventListener("htmx:before:request", (event) => {
  const list = event.target.closest?.("[data-refreshed]");
  if (list && document.hidden) event.preventDefault();
});
