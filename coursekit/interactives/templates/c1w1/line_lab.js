// Line Lab: two lines to drag, and beside them the same numbers as a mix of two column arrows.
function scene(root, data, model) {
  "use strict";
  const LONGEST = 3;  // a coefficient is a whole number from -3 to 3
  const LOW = -2, HIGH = 5;  // the grips stay off the edge
  const rows = kit.plane({ left: -3, right: 6, bottom: -3, top: 6, width: 400, ticks: [-2, 2, 4], label: "Row picture: two lines" });
  const columns = kit.plane({ left: -1, right: 1, bottom: -1, top: 1, width: 400, grid: false, label: "Column picture: two arrows" });
  const status = kit.status();
  const numbers = kit.html("table", { class: "ck-pairs" });
  const STYLES = ["ck-r1", "ck-r2"];

  // The line of a row (a, b) runs along (b, -a); its second grip stands one such step from the first.
  const along = (i) => [model.state.A[i][1], -model.state.A[i][0]];
  const second = (i) => model.state.p[i].map((x, k) => x + along(i)[k]);
  const right = () => model.state.A.map((row, i) => kit.dot(row, model.state.p[i]));

  const shifts = [0, 1].map((i) => kit.handle(rows, {
    name: `Line ${i + 1}: shift`, at: model.state.p[i], cls: STYLES[i], step: 1, within: [LOW, HIGH, LOW, HIGH],
    limit(p) {
      const d = along(i);
      return p.map((x, k) => kit.clamp(x, LOW - Math.min(0, d[k]), HIGH - Math.max(0, d[k])));
    },
    move(p) { model.change({ p: model.state.p.map((old, k) => (k === i ? p : old)) }); follow(); },
  }));
  const turns = [0, 1].map((i) => kit.handle(rows, {
    name: `Line ${i + 1}: turn`, at: second(i), cls: STYLES[i], step: 1, within: [LOW, HIGH, LOW, HIGH],
    limit(q) {
      const d = q.map((x, k) => kit.clamp(x - model.state.p[i][k], -LONGEST, LONGEST));
      return d[0] || d[1] ? d.map((x, k) => x + model.state.p[i][k]) : turns[i].at;
    },
    move(q) {
      const d = q.map((x, k) => x - model.state.p[i][k]);
      model.change({ A: model.state.A.map((old, k) => (k === i ? [-d[1] || 0, d[0]] : old)) });
      draw();
    },
  }));
  const again = kit.button({ label: "Start again", click() { model.change(data.start); follow(); } });

  function draw() {
    const { A } = model.state;
    const b = right();
    const det = kit.det2(A);
    const x = det === 0 ? null : [(b[0] * A[1][1] - A[0][1] * b[1]) / det, (A[0][0] * b[1] - b[0] * A[1][0]) / det];
    drawLines(A, b, x);
    drawColumns([0, 1].map((k) => [A[0][k], A[1][k]]), b, x);
    kit.clear(numbers);
    A.forEach((row, i) => numbers.append(kit.html("tr", {},
      kit.html("th", {}, `Line ${i + 1}`), kit.html("td", {}, equation(row, b[i], "xy")))));
    numbers.append(kit.html("tr", {}, kit.html("th", {}, "Columns"),
      kit.html("td", {}, `x·${kit.point([A[0][0], A[1][0]])} + y·${kit.point([A[0][1], A[1][1]])} = ${kit.point(b)}`)));
    status.say(said(A, b, x, det));
  }
  function drawLines(A, b, x) {
    rows.clear();
    A.forEach(function (row, i) {
      rows.line(row[0], row[1], b[i], `ck-line ${STYLES[i]}`);
      named(model.state.p[i], `${i + 1}: shift`);
      named(second(i), `${i + 1}: turn`);
    });
    if (x) { rows.dot(x, "ck-point", 6, { style: "fill:var(--ink)" }); }
  }
  function named(p, words) {
    const left = p[0] > rows.right - 1.5;  // no room on the right
    rows.label(p, words, "ck-pointtext", [left ? -12 : 12, -10], { "text-anchor": left ? "end" : "start", style: "font-size:13px" });
  }
  function drawColumns([u, v], b, x) {
    const part = x ? u.map((entry) => entry * x[0]) : [0, 0];
    const far = Math.max(...[u, v, u.map((entry, k) => entry + v[k]), b].flat().map(Math.abs), ...part.map((entry) => Math.min(25, Math.abs(entry))));
    const reach = [4, 6, 9, 13, 20, 30, 45].find((size) => size > 1.12 * far) || 60;
    const at = (p) => p.map((entry) => entry / reach);
    const mix = (s, t) => at(u.map((entry, k) => s * entry + t * v[k]));
    columns.clear();
    columns.segment([-1, 0], [1, 0], "ck-axis");
    columns.segment([0, -1], [0, 1], "ck-axis");
    const mark = Math.floor(reach / 2);
    columns.label(at([mark, 0]), `${mark}`, "ck-tick", [0, 15], { "text-anchor": "middle" });
    columns.label(at([0, mark]), `${mark}`, "ck-tick", [-6, 4], { "text-anchor": "end" });
    if (x) {
      for (let k = -12; k <= 12; k += 1) {
        columns.segment(mix(k, -60), mix(k, 60), "ck-warped");
        columns.segment(mix(-60, k), mix(60, k), "ck-warped");
      }
      columns.polygon([mix(0, 0), mix(1, 0), mix(1, 1), mix(0, 1)], kit.det2([u, v]) < 0 ? "ck-area ck-flipped" : "ck-area");
    } else {
      const d = u[0] || u[1] ? u : v;
      columns.segment(at(d.map((entry) => -60 * entry)), at(d.map((entry) => 60 * entry)), "ck-ghost");
    }
    columns.arrow([0, 0], at(u), "ck-r1");
    columns.arrow([0, 0], at(v), "ck-r2");
    if (x) { columns.path([[0, 0], at(part), at(b)], "ck-ghost", { style: "stroke:var(--ink);stroke-width:3" }); }
    columns.dot(at(b), "ck-point", 7);
    columns.label(at(b), "right-hand sides", "ck-pointtext", at(b)[0] > 0.2 ? [-10, -12] : [10, -12],
      { "text-anchor": at(b)[0] > 0.2 ? "end" : "start", style: "font-size:13px" });
  }
  function said(A, b, x, det) {
    const [u, v] = [0, 1].map((k) => kit.point([A[0][k], A[1][k]]));
    const bracketed = (value) => (value < 0 ? `(${kit.number(value)})` : kit.number(value));
    const product = `${bracketed(A[0][0])}·${bracketed(A[1][1])} − ${bracketed(A[0][1])}·${bracketed(A[1][0])} = ${kit.number(det)}`;
    if (x) {
      const seen = x.every((value, k) => value >= [rows.left, rows.bottom][k] && value <= [rows.right, rows.top][k]);
      const sign = det < 0 ? ", negative because the second arrow lies clockwise from the first" : "";
      return `The lines cross at ${kit.point(x)}${seen ? "" : ", outside the picture"}: ` +
        `${bracketed(x[0])}·${u} + ${bracketed(x[1])}·${v} = ${kit.point(b)}. Determinant ${product}: the cell has area ${kit.number(Math.abs(det))}${sign}.`;
    }
    const same = kit.det2([[A[0][0], b[0]], [A[1][0], b[1]]]) === 0 && kit.det2([[A[0][1], b[0]], [A[1][1], b[1]]]) === 0;
    const flat = `Determinant ${product}: the cell is flat, both arrows lie on one line`;
    return same
      ? `One line, drawn twice: every point of it solves both equations. ${flat}, and ${kit.point(b)} lies on it as well.`
      : `Parallel lines: no point is on both, there is no solution. ${flat}, and ${kit.point(b)} lies off it.`;
  }
  function follow() {
    [0, 1].forEach(function (i) {
      shifts[i].set(model.state.p[i]);
      turns[i].set(second(i));
    });
    draw();
  }
  kit.layout(root, [rows, columns], [status, numbers, again]);
  model.listen(follow);
  draw();
}
