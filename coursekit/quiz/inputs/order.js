// Steps that are brought into order: by buttons, by the arrow keys on a button, or by dragging a step's grip.
function scene(root, data, model) {
  "use strict";
  const status = kit.status();
  const list = kit.html("ol", { class: "ckq-order" });
  const rows = new Map();
  root.append(list, status.node);

  function order() { return Array.from(list.children, (row) => row.dataset.letter); }

  function button(letter, words, sign, by) {
    const made = kit.button({ label: sign, click: () => step(letter, by, made) });
    made.node.setAttribute("aria-label", `Move ${words}: ${data.texts[letter]}`);
    made.node.title = `Move ${words}`;
    made.node.addEventListener("keydown", function (event) {
      const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (way) { step(letter, way, made); event.preventDefault(); }
    });
    return made.node;
  }

  function row(letter) {
    const grip = kit.html("span", { class: "ckq-grip", "aria-hidden": "true" }, "⠿");
    const node = kit.html("li", { "data-letter": letter }, grip, kit.html("span", { class: "ckq-words" }, data.texts[letter]),
      button(letter, "up", "▲", -1), button(letter, "down", "▼", 1));
    grip.addEventListener("pointerdown", function (event) {
      grip.setPointerCapture(event.pointerId);
      node.classList.add("ckq-held");
      event.preventDefault();
    });
    grip.addEventListener("pointermove", function (event) {
      if (grip.hasPointerCapture(event.pointerId)) { carry(node, event.clientY, grip, event.pointerId); }
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      grip.addEventListener(end, () => node.classList.remove("ckq-held"));
    }
    return node;
  }

  // The step changes places with a neighbour as soon as the pointer is past that neighbour's middle.
  function carry(node, y, grip, pointer) {
    const middle = (other) => { const box = other.getBoundingClientRect(); return box.top + box.height / 2; };
    const [above, below] = [node.previousElementSibling, node.nextElementSibling];
    // the neighbour is moved, not the step: what is taken out of the page loses the pointer
    if (above && y < middle(above)) { node.after(above); } else if (below && y > middle(below)) { node.before(below); } else { return; }
    if (!grip.hasPointerCapture(pointer)) { grip.setPointerCapture(pointer); }
    moved(node.dataset.letter);
  }

  function step(letter, by, pressed) {
    const node = rows.get(letter);
    const other = by < 0 ? node.previousElementSibling : node.nextElementSibling;
    if (!other) { say(letter); return; }
    if (by < 0) { node.after(other); } else { node.before(other); }
    pressed.node.focus();
    moved(letter);
  }

  function moved(letter) {
    marks();
    model.change({ order: order(), moved: true });
    say(letter);
  }

  function say(letter) {
    const place = order().indexOf(letter) + 1;
    status.say(`“${data.texts[letter]}” is now step ${place} of ${list.children.length}.`);
  }

  // At an end a button stays where the keyboard is, and says that it does nothing.
  function marks() {
    Array.from(list.children).forEach(function (node, k, all) {
      const [up, down] = node.querySelectorAll("button");
      up.setAttribute("aria-disabled", String(k === 0));
      down.setAttribute("aria-disabled", String(k === all.length - 1));
    });
  }

  function draw() {
    model.state.order.forEach(function (letter) {
      if (!rows.has(letter)) { rows.set(letter, row(letter)); }
      list.append(rows.get(letter));
    });
    marks();
  }
  model.listen(draw);
  draw();
}
