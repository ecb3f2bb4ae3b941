// What the tests measure inside a page: focus, targets, width, words. It is there before the page's own scripts.
(() => {
  const FOCUSABLE =
    "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex], [contenteditable=true]";
  const PRESSED = `${FOCUSABLE}, [role=button], [role=link], [role=tab], [role=option]`;
  const UNSPOKEN = "script, style, template, textarea, code, pre, kbd, samp, [translate=no], [data-data]";
  const SPOKEN_ATTRIBUTES = ["title", "alt", "aria-label", "placeholder", "aria-description", "aria-valuetext", "label"];

  const named = (element) => {
    const id = element.id ? `#${element.id}` : "";
    const said = (element.innerText || element.value || element.getAttribute("aria-label") || "").trim();
    return `<${element.localName}${id} ${element.className || ""}> ${said.slice(0, 40)}`.replace(/\s+/g, " ");
  };
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && box.width > 0 && box.height > 0;
  };
  const still = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*,*::before,*::after{transition:none!important;animation:none!important;scroll-behavior:auto!important}");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  };

  const reachable = () =>
    [...document.querySelectorAll(FOCUSABLE)].filter((element) => {
      if (element.tabIndex < 0 || element.matches(":disabled") || element.closest("[inert]") || !shown(element)) return false;
      // Of a group of radio buttons the keyboard reaches the chosen one, or the first where none is.
      if (element.type !== "radio" || !element.name) return true;
      const group = [...document.querySelectorAll("input[type=radio]")].filter((one) => one.name === element.name);
      return element === (group.find((one) => one.checked) || group[0]);
    });
  const ring = (element) => {
    const look = getComputedStyle(element);
    return [look.outlineStyle, look.outlineWidth, look.outlineColor, look.boxShadow, look.backgroundColor, look.borderColor].join("|");
  };
  const uncovered = (element) => {
    const box = element.getBoundingClientRect();
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    if (right - left < 1 || bottom - top < 1) return false;
    const across = [left + 2, (left + right) / 2, right - 2], down = [top + 2, (top + bottom) / 2, bottom - 2];
    return across.some((x) => down.some((y) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (element.contains(hit) || hit.contains(element) || [...(element.labels || [])].some((one) => one.contains(hit)));
    }));
  };
  const hiddenFocus = () => {
    still();
    const faults = [];
    for (const element of reachable()) {
      if (!shown(element)) continue;
      document.activeElement?.blur();
      const before = ring(element), around = element.parentElement ? ring(element.parentElement) : "";
      element.focus();
      if (document.activeElement !== element) { faults.push(`takes no focus: ${named(element)}`); continue; }
      if (!uncovered(element)) faults.push(`hidden when focused: ${named(element)}`);
      const same = ring(element) === before && (element.parentElement ? ring(element.parentElement) : "") === around;
      if (same) faults.push(`looks the same when focused: ${named(element)}`);
    }
    document.activeElement?.blur();
    scrollTo(0, 0);
    return faults;
  };

  // A link in running text needs no size of its own (WCAG 2.5.8, the exception "inline").
  const inText = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    const around = element.parentElement?.textContent.trim() || "";
    return around.length > (element.textContent || "").trim().length;
  };
  const sizeOf = (element) => {
    let { left, right, top, bottom } = element.getBoundingClientRect();
    if (element.matches("input[type=checkbox], input[type=radio], input[type=file]"))
      for (const label of element.labels || []) {
        const box = label.getBoundingClientRect();
        left = Math.min(left, box.left); right = Math.max(right, box.right);
        top = Math.min(top, box.top); bottom = Math.max(bottom, box.bottom);
      }
    return [Math.round((right - left) * 10) / 10, Math.round((bottom - top) * 10) / 10];
  };
  const clipped = (element) => {
    const look = getComputedStyle(element);
    return look.clipPath !== "none" || look.clip !== "auto" || Number(look.opacity) === 0;
  };
  // A small target with room around it is as good as a large one (WCAG 2.5.8, the exception "spacing"): a
  // circle of the least size around its middle touches neither another target nor another such circle.
  const middle = (element) => {
    const box = element.getBoundingClientRect();
    return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  };
  const hasRoom = (one, others, small, least) => {
    const [x, y] = middle(one);
    return others.every((other) => {
      if (other === one || other.contains(one) || one.contains(other)) return true;
      const box = other.getBoundingClientRect();
      const away = Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
      if (away < least / 2) return false;
      const [left, top] = middle(other);
      return !small.has(other) || Math.hypot(left - x, top - y) >= least;
    });
  };
  const smallTargets = (least, roomCounts) => {
    const targets = [...document.querySelectorAll(PRESSED)].filter(
      (one) => shown(one) && !one.matches(":disabled, [tabindex='-1']") && !clipped(one));
    const small = new Set(targets.filter((one) => !inText(one) && Math.min(...sizeOf(one)) < least));
    return [...small]
      .filter((one) => !roomCounts || !hasRoom(one, targets, small, least))
      .map((one) => `${sizeOf(one).join("×")} px: ${named(one)}`);
  };

  const scrolls = (element) => {
    for (let one = element.parentElement; one && one !== document.body; one = one.parentElement)
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(one).overflowX)) return true;
    return false;
  };
  const sideways = () => {
    const width = document.scrollingElement.scrollWidth;
    if (width <= innerWidth) return [];
    const guilty = [...document.body.querySelectorAll("*")]
      .filter((one) => shown(one) && one.getBoundingClientRect().right > innerWidth + 0.5 && !scrolls(one))
      .map(named);
    return [`scrolls sideways: ${width} px wide in ${innerWidth}`, ...guilty.slice(0, 5)];
  };

  const lookLike = (look) => {
    const before = document.documentElement.dataset.look || "";
    document.documentElement.dataset.look = look;
    return before;
  };
  // The link past a map leads to what says the same in words; where one chooses, fields beside it take a place too.
  const mapsAlone = () =>
    [...document.querySelectorAll(".map-frame:not([hidden])")].flatMap((frame) => {
      const map = frame.querySelector("[data-map]");
      const after = document.getElementById(frame.querySelector(".ds-skip-link").hash.slice(1));
      const told = after && (after.textContent.trim() || after.closest("section, form, main")?.querySelector("input, table, li"));
      const faults = told ? [] : [`nothing beside it says the same: ${named(map)}`];
      if (map.querySelectorAll(".map-pan").length !== 4) faults.push(`moved by dragging alone: ${named(map)}`);
      return faults;
    });

  const inOtherTongue = (element) => {
    const marked = element.closest("[lang]");
    const of = (one) => (one?.getAttribute("lang") || "").split("-")[0];
    return marked !== document.documentElement && of(marked) !== of(document.documentElement);
  };
  const words = () => {
    const found = [["title", document.title]];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
      if (element.closest(UNSPOKEN) || inOtherTongue(element)) continue;
      if (node.nodeType === Node.TEXT_NODE) { if (node.data.trim()) found.push([named(element), node.data]); continue; }
      for (const name of SPOKEN_ATTRIBUTES) if (node.hasAttribute(name)) found.push([`${name} of ${named(node)}`, node.getAttribute(name)]);
      if (node.matches("input[type=submit], input[type=button]")) found.push([named(node), node.value]);
    }
    return found;
  };
  const outline = () => ({
    title: document.title,
    language: document.documentElement.lang,
    headings: [...document.querySelectorAll("h1")].filter(shown).map((one) => one.innerText.trim()),
    mains: document.querySelectorAll("main").length,
  });

  // What a person at the keyboard would say has the focus.
  const focused = () => {
    const element = document.activeElement;
    if (!element || element === document.body) return "";
    const labels = [...(element.labels || [])].map((one) => one.innerText);
    const referred = (element.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => document.getElementById(id)?.innerText);
    const said = [element.getAttribute("aria-label"), ...referred, ...labels, element.innerText, element.title, element.name, element.id];
    return said.filter(Boolean).join(" ").replace(/\s+/g, " ").trim();
  };

  window.measures = { focused, hiddenFocus, smallTargets, sideways, lookLike, mapsAlone, words, outline };
})();
