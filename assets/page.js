(() => {
  const escaped = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  function patterns(words) {
    const places = /\{(\w+)\}/;
    return Object.entries(words).map(([english, ours]) => {
      const parts = english.split(places).map((part, at) => (at % 2 ? (part === "number" ? "(\\d+(?:\\.\\d+)?)" : "(.+)") : escaped(part)));
      const names = english.split(places).filter((_, at) => at % 2);
      return { pattern: new RegExp(`^${parts.join("")}$`, "s"), names, ours };
    });
  }
  const inOurWords = (english) => {
    // A widget writes its parts with a dot between them.
    const [, before, core, after] = english.match(/^([\s•]*)(.*?)([\s•]*)$/s);
    for (const { pattern, names, ours } of window.tdWords ?? []) {
      const match = core.match(pattern);
      if (!match) continue;
      const value = (name) => (name === "number" ? match[names.indexOf(name) + 1].replace(".", ",") : match[names.indexOf(name) + 1]);
      return before + ours.replace(/\{(\w+)\}/g, (_, name) => value(name)) + after;
    }
    return english;
  };
  // Texts of ours and of spreadsheets stay as they are; what the framework says in a dialog of its own is its own.
  const OURS = ".stHtml, [data-testid=stMarkdownContainer], [data-testid=stFileChipName], [data-testid=stCode] code, script, style";
  const NAMES = ["aria-label", "aria-valuetext", "title", "placeholder", "alt"];
  const isOurs = (element) => !element || (element.closest(OURS) && !element.closest("[role=dialog], [data-testid=stFileUploaderDropzone], [data-testid^=stTopNavSection]"));
  // Node → what the framework wrote, and what stands there since; a change of language begins from the first.
  const written = (window.tdWritten ??= new WeakMap());
  function said(key, name, now, write) {
    const kept = written.get(key) ?? {};
    const english = kept[name] && kept[name].ours === now ? kept[name].english : now;
    const ours = inOurWords(english);
    if (ours === english && !kept[name]) return;
    written.set(key, { ...kept, [name]: { english, ours } });
    if (ours !== now) write(ours);
  }
  function lead(link) {
    const to = new URL(link.href);
    const search = `?${window.tdCarried}`;
    if (window.tdCarried && to.origin === location.origin && to.search !== search) link.href = to.pathname + search + to.hash;
  }
  const LINKS = "a[data-testid^=stTopNav], a[data-testid^=stSidebarNav], a[data-testid^=stPageLink]";
  function dress(root) {
    if (root.nodeType === Node.TEXT_NODE) {
      if (!isOurs(root.parentElement)) said(root, "text", root.data, (ours) => (root.data = ours));
      return;
    }
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = root; node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        if (!isOurs(node.parentElement)) said(node, "text", node.data, (ours) => (node.data = ours));
        continue;
      }
      if (node.matches(LINKS)) lead(node);
      if (isOurs(node)) continue;
      for (const name of NAMES) if (node.hasAttribute(name)) said(node, name, node.getAttribute(name), (ours) => node.setAttribute(name, ours));
    }
  }

  const told = document.currentScript.parentNode.querySelector("[data-told]");
  const { lang, words, carried, sentence, scroll, picture, done, failed } = JSON.parse(told.dataset.told);

  // The framework leaves the document's language at English (WCAG 3.1.1).
  if (lang) document.documentElement.lang = lang;

  // What the framework writes in English, in the reader's language: ids with places become patterns.
  if (words) window.tdWords = patterns(JSON.parse(words));
  // Language, pinned delivery and filters: what the framework's links to pages take along in a new tab too.
  if (carried) window.tdCarried = carried;
  if (words || carried) dress(document.body);

  // A region for screen readers that stays, so that its change is heard.
  const say = (words) => {
    let region = document.getElementById("td-status");
    if (!region) {
      region = document.createElement("div");
      region.id = "td-status";
      region.setAttribute("role", "status");
      region.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
      document.body.appendChild(region);
    }
    if (region.textContent !== words) region.textContent = words;
  };
  if (sentence) say(sentence);

  // The result of a button may stand elsewhere than the button did.
  if (scroll) setTimeout(() => document.getElementById(scroll)?.scrollIntoView({ block: "start" }), 100);

  if (picture) {
    const status = told.parentNode.querySelector("[role=status]");
    const bytes = Uint8Array.from(atob(picture), (char) => char.charCodeAt(0));
    const item = () => new ClipboardItem({ "image/png": new Blob([bytes], { type: "image/png" }) });
    (async () => {
      try {
        await navigator.clipboard.write([item()]);
        status.textContent = done;
      } catch {
        status.textContent = failed;
      }
    })();
  }

  if (window.tdListens) return;
  window.tdListens = true;

  // Menus open, lists are looked through, the connection is lost: whatever the framework writes later too.
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") addedNodes.forEach(dress);
      else if (type === "characterData") dress(target);
      else {
        if (target.matches(LINKS)) lead(target);
        if (!isOurs(target)) for (const name of NAMES) if (target.hasAttribute(name)) said(target, name, target.getAttribute(name), (ours) => target.setAttribute(name, ours));
      }
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: [...NAMES, "href"] });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("button[data-fullscreen]")) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });

  // A step back is a step of the reader's: what a page writes into its address besides changes the step that it is at.
  let stepped = true;
  for (const kind of ["click", "change", "keydown"]) document.addEventListener(kind, () => (stepped = false), true);
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, url) => {
    if (stepped) history.replaceState(state, unused, url);
    else push(state, unused, url);
    stepped = true;
  };

  // The framework would open its links in this tab although the reader asks for another one.
  document.addEventListener(
    "click",
    (event) => {
      if ((event.ctrlKey || event.metaKey || event.shiftKey) && event.target.closest(LINKS)) event.stopPropagation();
    },
    true,
  );

  // The field that finds figures, from anywhere on the page.
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const field = document.querySelector('[class*="st-key-find-"] input');
    if (!field) return;
    event.preventDefault();
    field.select();
  });

  // Buttons that copy the text of another element.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    let copied = true;
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch {
      getSelection().selectAllChildren(source);
      copied = document.execCommand("copy");
    }
    button.nextElementSibling.textContent = copied ? button.dataset.done : button.dataset.failed;
  });

  // Presenting: arrows, space and the page keys of a clicker go forward and back, Escape leaves.
  const steps = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "back", PageUp: "back", Escape: "leave" };
  document.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const stage = document.querySelector('[class*="st-key-td-stage-"]');
    if (!step || !stage || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === " " && event.target.closest("button")) return;
    const button = stage.querySelector(`[class*="st-key-td-${step}-"] button`);
    event.preventDefault();
    if (button && !button.disabled) button.click();
  });

  // A link to a figure: the page arrives bit by bit, so go there until it stands still or the reader moves.
  if (location.hash) {
    const id = decodeURIComponent(location.hash.slice(1));
    let left = 32;
    for (const kind of ["wheel", "keydown", "pointerdown", "touchstart"]) addEventListener(kind, () => (left = 0), { once: true });
    const go = () => {
      if (left-- <= 0) return;
      document.getElementById(id)?.scrollIntoView();
      setTimeout(go, 250);
    };
    go();
  }
})();
