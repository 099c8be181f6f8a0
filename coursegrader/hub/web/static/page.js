// Makes the pages live and a little nicer. Every page works without it.
"use strict";

document.documentElement.classList.add("js");

// -- times in the reader's own time zone -----------------------------------------------------------------------------

const shortTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

function showLocalTimes(root) {
  for (const element of root.querySelectorAll("time[data-local]")) {
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    element.textContent = shortTime.format(moment);
    element.title = fullTime.format(moment);
  }
}

// -- pages that update by themselves ---------------------------------------------------------------------------------

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

function focusInside(part) {
  const focused = document.activeElement;
  if (!focused || focused === document.body || !part.contains(focused)) return null;
  return { id: focused.id, place: [...part.querySelectorAll(FOCUSABLE)].indexOf(focused) };
}

function isBeingEdited(part) {
  const focused = document.activeElement;
  const editing = focused && part.contains(focused) && focused.matches("input, select, textarea");
  const changed = [...part.querySelectorAll("input, textarea")].some(
    (field) => field.type !== "hidden" && (field.value !== field.defaultValue || field.checked !== field.defaultChecked)
  );
  return editing || changed;
}

function replacePart(part, fresh) {
  if (isBeingEdited(part)) return;
  const focus = focusInside(part);
  const open = new Set([...part.querySelectorAll("details[open][id]")].map((details) => details.id));
  part.replaceWith(fresh);
  for (const details of fresh.querySelectorAll("details[id]")) details.open ||= open.has(details.id);
  prepare(fresh);
  if (!focus) return;
  const again = (focus.id && document.getElementById(focus.id)) || fresh.querySelectorAll(FOCUSABLE)[focus.place];
  (again || document.getElementById("content")).focus({ preventScroll: true });
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (answer.redirected || answer.status === 401) {
    location.reload(); // logged out meanwhile
    return;
  }
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = page.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
    if (fresh) replacePart(part, document.importNode(fresh, true));
  }
}

function updater() {
  let running = false;
  let again = false;
  return async function update() {
    if (running) {
      again = true; // what came while a page was fetched may be missing from it
      return;
    }
    running = true;
    do {
      again = false;
      try {
        await refresh();
      } catch {
        // the network or the service is away for a moment: the stream connects again, and then the page is fetched
      }
    } while (again);
    running = false;
  };
}

function listenTo(address, update) {
  let source = null;
  function listen() {
    let first = true;
    source = new EventSource(address);
    source.onmessage = update;
    source.onopen = () => {
      if (!first) update(); // something may have changed while it was away
      first = false;
    };
  }
  // a hidden page holds no connection: browsers allow only a few to one place
  document.addEventListener("visibilitychange", () => {
    source.close();
    if (document.hidden) return;
    listen();
    update();
  });
  window.addEventListener("pagehide", () => source.close());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) listen();
  });
  listen();
}

function updateEvery(update) {
  let seconds = 0;
  setInterval(() => {
    // what no event tells: others move on in the queue
    const wish = document.querySelector("[data-every]");
    seconds = wish && !document.hidden ? seconds + 1 : 0;
    if (wish && seconds >= Number(wish.dataset.every)) {
      seconds = 0;
      update();
    }
  }, 1000);
}

// -- tables that can be sorted and filtered --------------------------------------------------------------------------

function sortKey(row, column) {
  const cell = row.cells[column];
  if (!cell) return "";
  const text = (cell.dataset.value ?? cell.textContent).trim();
  return text !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a !== typeof b) return typeof a === "number" ? 1 : -1; // texts, such as a dash for "none", come first
  return a.localeCompare(b, undefined, { numeric: true });
}

function sortBy(table, header, column) {
  const descending = header.getAttribute("aria-sort") === "ascending";
  for (const other of table.tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const rows = [...table.tBodies[0].rows].map((row) => [sortKey(row, column), row]);
  rows.sort((a, b) => (descending ? compare(b[0], a[0]) : compare(a[0], b[0])));
  table.tBodies[0].append(...rows.map(([, row]) => row));
}

function makeSortable(table) {
  const headers = table.tHead.rows[table.tHead.rows.length - 1].cells;
  for (const [column, header] of [...headers].entries()) {
    if (header.dataset.nosort !== undefined || header.querySelector("button")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sortBy(table, header, column));
    header.append(button);
  }
}

function makeFilter(input) {
  const count = document.createElement("span");
  count.className = "quiet small";
  count.setAttribute("role", "status");
  input.after(" ", count);
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = [...document.querySelector(input.dataset.filter).tBodies[0].rows];
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = words.length ? `${shown} of ${rows.length} shown` : "";
  });
}

// -- forms -----------------------------------------------------------------------------------------------------------

const busy = new Map(); // buttons that wait for an answer, and what they said before

function showBusy(button, text) {
  busy.set(button, button.textContent);
  button.textContent = text;
  // a button that is disabled at once would not be sent with its form
  setTimeout(() => (button.disabled = true));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  const question = button?.dataset.confirm ?? form.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  const text = button?.dataset.busy ?? form.dataset.busy;
  if (button && text) showBusy(button, text);
});

window.addEventListener("pageshow", () => {
  for (const [button, text] of busy) {
    button.textContent = text; // the page was come back to
    button.disabled = false;
  }
  busy.clear();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-insert]");
  if (!button) return;
  event.preventDefault(); // without JavaScript it may be a button that sends the form
  const field = document.querySelector(button.dataset.insert);
  const before = field.value.slice(0, field.selectionStart);
  const space = before && !/\s$/.test(before) ? "\n" : "";
  field.setRangeText(space + button.dataset.text, field.selectionStart, field.selectionEnd, "end");
  field.focus();
});

// -- all of it -------------------------------------------------------------------------------------------------------

function prepare(root) {
  showLocalTimes(root);
  for (const table of root.querySelectorAll("table[data-sortable]")) makeSortable(table);
  for (const input of root.querySelectorAll("input[data-filter]")) makeFilter(input);
}

prepare(document);
const update = updater();
updateEvery(update);
const live = document.querySelector("[data-live]");
if (live) listenTo(live.dataset.live, update);
