// A place chosen on the map; the map is fetched when somebody first opens it.
export function chooseOnMap(form) {
  const dialog = document.getElementById("map-dialog");
  const take = dialog.querySelector("[data-map-take]");
  let chosen = null;
  dialog.addEventListener("map:chosen", ({ detail }) => {
    chosen = detail;
    take.disabled = false;
  });
  take.addEventListener("click", () => {
    const precision = Math.min(Math.ceil(Number(chosen.within) || 10), 10000);
    form.elements.place.value = `point:${chosen.lon},${chosen.lat},${precision}`;
    form.elements.place_words.value = [chosen.place, `${chosen.lat}, ${chosen.lon}`].filter(Boolean).join(" · ");
    dialog.close();
    form.elements.place.dispatchEvent(new Event("change", { bubbles: true }));
    form.elements.place_words.focus();
  });
  return {
    async open() {
      dialog.showModal();
      await import(dialog.dataset.script);
      dialog.querySelector("[data-map]")?.focus();
    },
  };
}
