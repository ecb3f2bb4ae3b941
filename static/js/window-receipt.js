// The receipt's keys: print, the same person's next matter, the next person.
import { bindKeys } from "./window-keys.js";

const go = (act) => () => {
  const link = document.querySelector(`a[data-act="${act}"]`);
  if (link) location.assign(link.href);
};

bindKeys({ print: () => window.print(), same: go("same"), next: go("next"), find: () => location.assign("/cases") });
