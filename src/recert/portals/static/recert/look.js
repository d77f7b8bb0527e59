// The whole of our script. Every page works without it; it adds keys, focus, and words on progress.
"use strict";

const one = (selector, inside = document) => inside.querySelector(selector);
const live = (words) => { const place = one("#live"); if (place) place.textContent = words; };

// A refused form opens with its summary in focus; so does what htmx brought in.
const focusOn = (inside) => one("[data-focus]", inside)?.focus();
focusOn(document);

// --- Keys: only outside fields, listed under "?", and off where the person says so (WCAG 2.1.4).
const KEYS = "recert.keys";
const remembered = () => { try { return localStorage.getItem(KEYS); } catch { return null; } };
const keysOn = () => document.body.dataset.keys === "on" && remembered() !== "off";

function take(step) {
  const rows = [...document.querySelectorAll("[data-list] [data-case]")];
  const here = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const next = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
  if (!next) return;
  rows.forEach((row) => row.removeAttribute("aria-current"));
  next.setAttribute("aria-current", "true");
  next.scrollIntoView({ block: "nearest" });
  (next.matches("a") ? next : one("a", next))?.focus({ preventScroll: true });
}

function listKeys(dialog) {
  const list = one("[data-keys-list]", dialog);
  list.querySelectorAll("[data-key-row]").forEach((row) => row.remove());
  one("[data-keys-rows]", dialog).hidden = !one("[data-list] [data-case]");
  document.querySelectorAll("[data-key]").forEach((target) => {
    const row = document.createElement("div");
    row.dataset.keyRow = "";
    const key = row.appendChild(document.createElement("dt")).appendChild(document.createElement("kbd"));
    key.textContent = target.dataset.key.toUpperCase();
    const words = target.cloneNode(true);
    words.querySelectorAll("kbd").forEach((hint) => hint.remove());
    row.appendChild(document.createElement("dd")).textContent = words.textContent.trim();
    list.append(row);
  });
  one("[data-keys-switch]", dialog).checked = remembered() !== "off";
}

function open(dialog) {
  if (dialog.id === "keys") listKeys(dialog);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) open(document.getElementById(opener.dataset.opens));
});

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const dialog = one("#keys");
  if (event.key === "?" && dialog) { event.preventDefault(); return open(dialog); }
  if (!keysOn()) return;
  const target = one(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (event.key === "j" || event.key === "k") take(event.key === "j" ? 1 : -1);
  else if (target && target.getAttribute("aria-disabled") !== "true") { event.preventDefault(); target.click(); }
});

const mark = () => document.body.toggleAttribute("data-keys-off", !keysOn());
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-switch]")) return;
  try { localStorage.setItem(KEYS, event.target.checked ? "on" : "off"); } catch { /* private window: for this page only */ }
  mark();
});
mark();

// A button that cannot be pressed stays reachable and says why beside it; pressing does nothing.
document.addEventListener("click", (event) => {
  const refused = event.target.closest('[aria-disabled="true"]');
  if (!refused) return;
  event.preventDefault();
  event.stopPropagation();
  live(document.getElementById(refused.getAttribute("aria-describedby"))?.textContent ?? "");
}, true);

// --- Evidence: what was chosen is listed at once; what is too large is said before it is sent.
function readable(size) {
  const form = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  return size >= 1e6 ? `${form.format(size / 1e6)} MB` : `${form.format(Math.max(1, Math.round(size / 1e3)))} KB`;
}

// Drawn, not linked: the page's policy admits no picture from anywhere but the server.
async function drawSmall(file, canvas) {
  canvas.width = canvas.height = 96;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.max(96 / picture.width, 96 / picture.height);
    canvas.getContext("2d").drawImage(picture, 0, 0, picture.width * scale, picture.height * scale);
  } catch { canvas.remove(); } // a kind that this browser cannot draw, HEIC for one
}

function listed(file, box) {
  const item = document.createElement("li");
  if (file.type.startsWith("image/")) drawSmall(file, item.appendChild(document.createElement("canvas")));
  const words = item.appendChild(document.createElement("span"));
  const name = words.appendChild(document.createElement("bdi"));
  name.textContent = file.name;
  words.append(` ${readable(file.size)}`);
  const limit = Number(box.dataset.limit);
  if (limit && file.size > limit) {
    item.classList.add("error");
    words.append(`. ${box.dataset.tooLarge}`);
  }
  return item;
}

function showChosen(input) {
  const box = input.closest("[data-files]");
  const list = box && one("[data-chosen]", box);
  if (!list) return;
  list.replaceChildren(...[...input.files].map((file) => listed(file, box)));
  list.hidden = input.files.length === 0;
}

document.addEventListener("change", (event) => {
  if (event.target.matches('[data-files] input[type="file"]')) showChosen(event.target);
});

["dragover", "dragleave", "drop"].forEach((kind) => document.addEventListener(kind, (event) => {
  const box = event.target.closest?.("[data-files]");
  if (!box) return;
  event.preventDefault();
  box.classList.toggle("drop--over", kind === "dragover");
  if (kind !== "drop") return;
  const input = one('input[type="file"]', box);
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}));

document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = one("progress", event.target);
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.max = event.detail.total;
  bar.value = event.detail.loaded;
});

// --- Drafts save themselves; the line beside the form says how far that has got.
const saving = (from, step) => {
  const line = from?.closest?.("[data-autosave]") && one("[data-saved]", from.closest("[data-autosave]"));
  if (line && line.dataset[step]) line.textContent = line.dataset[step];
};
document.addEventListener("input", (event) => saving(event.target, "changed"));
document.addEventListener("htmx:beforeRequest", (event) => { one("#failed").hidden = true; saving(event.target, "saving"); });

// --- What htmx could not bring is said where it is seen, and what it brought is announced.
function failed(kind) {
  const note = one("#failed");
  note.querySelectorAll("[data-failed]").forEach((words) => { words.hidden = words.dataset.failed !== kind; });
  note.hidden = false;
  note.scrollIntoView({ block: "nearest" });
}
document.addEventListener("htmx:responseError", (event) => { failed(event.detail.xhr.status === 413 ? "much" : "answer"); saving(event.target, "failed"); });
document.addEventListener("htmx:sendError", (event) => { failed("line"); saving(event.target, "failed"); });
document.addEventListener("htmx:afterSettle", (event) => {
  focusOn(event.target);
  const words = one("[data-announce]", event.target) ?? (event.target.matches?.("[data-announce]") ? event.target : null);
  if (words) live(words.dataset.announce || words.textContent.trim());
});

// --- Copying a field: the button is there only where it can be done; a field of one use is chosen whole.
document.querySelectorAll("[data-copies]").forEach((button) => { button.hidden = !navigator.clipboard; });
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
  button.textContent = button.dataset.copied;
  live(button.dataset.copied);
});
document.addEventListener("focusin", (event) => { if (event.target.matches("[data-whole]")) event.target.select(); });

// --- A menu in the masthead closes when one goes elsewhere, and by Escape, which leaves the focus on it.
const leave = (menu) => { menu.open = false; };
document.addEventListener("click", (event) => document.querySelectorAll(".nav-more[open]").forEach((menu) => { if (!menu.contains(event.target)) leave(menu); }));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.(".nav-more[open]");
  if (menu) { leave(menu); one("summary", menu).focus(); }
});
