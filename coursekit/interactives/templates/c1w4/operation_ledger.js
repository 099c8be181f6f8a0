// Operation Ledger: row operations on a matrix, and what each does to the determinant.
function scene(root, data, model) {
  "use strict";
  const plane = kit.plane({ left: -4.4, right: 4.6, bottom: -2, top: 4.6, width: 380, grid: false, label: "The box spanned by the rows" });
  const status = kit.status();
  const matrix = kit.html("div", {});
  const ledger = kit.html("table", { class: "ck-pairs" });
  const ROWS = [1, 2, 3].map((k) => [k, `R${k}`]);

  const kind = kit.choice({
    legend: "Operation", value: model.state.kind, change: (value) => change({ kind: value }),
    choices: [["swap", "swap"], ["scale", "scale"], ["add", "add a multiple"]],
  });
  const row = kit.choice({ legend: "Row that changes", value: model.state.row, choices: ROWS, change: (value) => change({ row: value }) });
  const other = kit.choice({ legend: "Other row", value: model.state.other, choices: ROWS, change: (value) => change({ other: value }) });
  const factor = kit.slider({ label: "Factor", min: -3, max: 3, step: 0.5, value: model.state.factor, input: (value) => change({ factor: value }) });
  const make = kit.button({ label: "Book it", primary: true, click: book });
  const undo = kit.button({ label: "Start again", click() { refused = ""; change({ rows: data.start, ledger: [] }); } });
  let refused = "";

  function change(part) { model.change(part); draw(); }
  function book() {
    const { kind: what, row: i, other: j, factor: c, rows, ledger: booked } = model.state;
    refused = what === "scale" ? (c === 0 ? "Scaling by 0 cannot be undone: it is no row operation." : "")
      : i === j ? "Choose two different rows." : "";
    if (refused) { draw(); return; }
    const next = rows.map((entries) => [...entries]);
    let line = "";
    let by = 1;
    if (what === "swap") {
      [next[i - 1], next[j - 1]] = [next[j - 1], next[i - 1]];
      [line, by] = [`R${i} ↔ R${j}`, -1];
    } else if (what === "scale") {
      next[i - 1] = next[i - 1].map((x) => c * x);
      [line, by] = [`R${i} ← ${kit.number(c)}·R${i}`, c];
    } else {
      next[i - 1] = next[i - 1].map((x, k) => x + c * next[j - 1][k]);
      line = `R${i} ← R${i} ${c < 0 ? "−" : "+"} ${Math.abs(c) === 1 ? "" : kit.number(Math.abs(c)) + "·"}R${j}`;
    }
    change({ rows: next, ledger: [...booked, [line, by]] });
  }
  function isStaircase(rows) { return rows.every((entries, i) => entries.every((x, j) => j >= i || x === 0)); }

  function draw() {
    const { rows, ledger: booked, kind: what } = model.state;
    const space = kit.space(70, 28);
    const scaled = Math.max(1, ...rows.map((entries) => Math.hypot(...entries) / 2.4));
    const shown = rows.map((entries) => entries.map((x) => x / scaled));
    plane.clear();
    kit.faces(plane, space, kit.box(...shown).map((points) => ({ points, cls: kit.det3(rows) < 0 ? "ck-area ck-flipped" : "ck-area", attributes: { style: "fill-opacity:.12" } })));
    shown.forEach((arrow, k) => plane.arrow(space.at([0, 0, 0]), space.at(arrow), `ck-r${k + 1}`, `R${k + 1}`));
    rows.forEach(function (entries, k) {
      plane.label([-4.3, 4.1 - 0.5 * k], `R${k + 1}: ${entries.map((x) => kit.number(x, 3)).join("   ")}`, "ck-caption", [0, 0]);
    });
    kit.clear(matrix);
    matrix.append(kit.matrix(rows, 3));
    kit.clear(ledger);
    ledger.append(kit.html("tr", {}, kit.html("th", {}, "Booked"), kit.html("th", {}, "Factor")));
    booked.forEach(([line, by]) => ledger.append(kit.html("tr", {}, kit.html("td", {}, line), kit.html("td", {}, `× ${kit.number(by, 3)}`))));
    other.node.hidden = what === "scale";
    factor.node.hidden = what === "swap";
    status.say(refused || said(rows, booked));
  }
  function said(rows, booked) {
    const now = kit.det3(rows);
    const product = booked.reduce((total, [, by]) => total * by, 1);
    const begin = kit.det3(data.start);
    const last = booked.length ? ` Booked last: ${booked[booked.length - 1][0]}, × ${kit.number(booked[booked.length - 1][1], 3)}.` : "";
    const account = booked.length ? `${kit.number(begin, 3)} × ${kit.number(product, 3)} = ${kit.number(begin * product, 3)}` : kit.number(begin, 3);
    const stairs = isStaircase(rows)
      ? ` A staircase: its determinant is the product of the diagonal, ${rows.map((entries, k) => `(${kit.number(entries[k], 3)})`).join("·")}.` : "";
    return `Determinant by the ledger: ${account}; of the matrix as it stands: ${kit.number(now, 3)}.${last}${stairs}`;
  }
  function follow() {
    kind.set(model.state.kind);
    row.set(model.state.row);
    other.set(model.state.other);
    factor.set(model.state.factor);
    draw();
  }
  kit.layout(root, [plane], [kind, row, other, factor, make, undo, status, matrix, ledger]);
  model.listen(follow);
  draw();
}
