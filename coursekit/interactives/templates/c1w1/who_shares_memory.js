// Who Shares Memory?: views are windows on one row of numbers, copies have their own.
function scene(root, data, model) {
  "use strict";
  const PLACES = { a: [0.4, 9.2], b: [6.2, 9.2], c: [0.4, 5.0], d: [6.2, 7.0], e: [3.2, 5.0], f: [6.2, 4.0] };
  const plane = kit.plane({ left: 0, right: 11, bottom: 0, top: 12, width: 430, grid: false, label: "The memory of a, and six arrays" });
  const status = kit.status();
  const find = (name) => data.family.find((one) => one.name === name);
  const cells = (one) => one.entries.flat().length;

  const array = kit.choice({
    legend: "Array", value: model.state.array, choices: data.family.map((one) => [one.name, `${one.name} = ${one.made}`]),
    change(value) { model.change({ array: value, cell: 0 }); follow(); },
  });
  const cell = kit.slider({
    label: "Cell, counted row by row", min: 0, max: 11, step: 1, value: model.state.cell, format: position,
    input(value) { model.change({ cell: Math.min(value, cells(find(model.state.array)) - 1) }); draw(); },
  });
  const write = kit.button({
    label: "Add 100 to this cell", primary: true,
    click() { model.change({ edits: [...model.state.edits, [model.state.array, model.state.cell]] }); draw(); },
  });
  const again = kit.button({ label: "Start again", click() { model.change({ edits: [] }); draw(); } });

  function position(value) {
    const one = find(model.state.array);
    const columns = one.entries[0].length;
    const k = Math.min(value, cells(one) - 1);
    return one.entries.length > 1 ? `[${Math.floor(k / columns)}, ${k % columns}]` : `[${k}]`;
  }
  // the numbers of everybody after all edits
  function numbers() {
    const memory = Array.from({ length: 12 }, (_, k) => k);
    const copies = Object.fromEntries(data.family.filter((one) => !one.shares).map((one) => [one.name, one.entries.flat()]));
    for (const [name, k] of model.state.edits) {
      const one = find(name);
      if (one.shares) { memory[one.entries.flat()[k]] += 100; } else { copies[name][k] += 100; }
    }
    return { memory, of: (one) => (one.shares ? one.entries.flat().map((place) => memory[place]) : copies[one.name]) };
  }
  function box(x, y, value, changed, chosen, size) {
    plane.polygon([[x, y], [x + size, y], [x + size, y + size], [x, y + size]], `ck-cell${changed ? " ck-changed" : ""}${chosen ? " ck-chosen" : ""}`);
    plane.label([x + size / 2, y + size / 2], String(value), changed ? "ck-celltext ck-strong" : "ck-celltext", [0, 5], { "text-anchor": "middle" });
  }
  // the tree: a solid branch to a view, a dotted one to a copy
  function branches() {
    plane.path([[3.8, 8.8], [6.2, 8.8]], "ck-axis");
    plane.path([[1, 6.65], [1, 5.5]], "ck-axis");
    plane.path([[3.5, 6.65], [3.9, 5.5]], "ck-axis");
    plane.path([[3.8, 7.4], [5, 6.4], [6.2, 6.4]], "ck-ghost");
    plane.path([[9.6, 8.8], [10.4, 8.8], [10.4, 3.6], [9.6, 3.6]], "ck-ghost");
  }
  function draw() {
    const now = numbers();
    plane.clear();
    plane.label([0.4, 11.6], "memory of a", "ck-caption", [0, 0]);
    now.memory.forEach((value, k) => box(0.4 + 0.85 * k, 10.5, value, value !== k, false, 0.85));
    branches();
    for (const one of data.family) {
      const [left, top] = PLACES[one.name];
      const columns = one.entries[0].length;
      plane.label([left, top], `${one.name} = ${one.name === "a" ? "the table" : one.made}${one.shares ? "" : "  (copy)"}`, "ck-caption", [0, -5]);
      now.of(one).forEach(function (value, k) {
        const chosen = model.state.array === one.name && model.state.cell === k;
        box(left + 0.85 * (k % columns), top - 0.85 * (1 + Math.floor(k / columns)), value, value !== one.entries.flat()[k], chosen, 0.85);
      });
    }
    status.say(said(now));
  }
  function said(now) {
    if (!model.state.edits.length) { return "Nothing is changed yet. Choose an array and a cell, and write into it."; }
    const [name, k] = model.state.edits[model.state.edits.length - 1];
    const one = find(name);
    const others = data.family.filter((other) => other.name !== name && one.shares && other.shares && other.entries.flat().includes(one.entries.flat()[k]));
    const who = others.length ? `so did ${others.map((other) => other.name).join(", ")}: windows on the same number` : "nobody else did";
    return `A cell of ${name} = ${one.made} changed; ${who}.${one.shares ? "" : ` ${name} is a copy with numbers of its own.`}`;
  }
  function follow() {
    array.set(model.state.array);
    cell.input.max = String(cells(find(model.state.array)) - 1);
    cell.set(model.state.cell);
    draw();
  }
  kit.layout(root, [plane], [array, cell, write, again, status]);
  model.listen(follow);
  follow();
}
