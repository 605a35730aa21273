(() => {
  const told = document.currentScript.parentNode.querySelector("[data-told]");
  const { lang, sentence, scroll, picture, done, failed } = JSON.parse(told.dataset.told);

  // The framework leaves the document's language at English (WCAG 3.1.1).
  if (lang) document.documentElement.lang = lang;

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

  document.addEventListener("click", (event) => {
    if (!event.target.closest("button[data-fullscreen]")) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });

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
