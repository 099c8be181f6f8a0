// Units Trap: the first component of thirteen columns, when one of them is written in another unit.
function scene(root, data, model) {
  "use strict";
  const { table, columns, grower } = data;
  const count = table.length;
  const bars = kit.plane({ left: 0, right: 380, bottom: -1.3, top: 13.2, width: 380, height: 320, grid: false, label: "Parts of the first component's arrow" });
  const map = kit.plane({ left: -1.12, right: 1.12, bottom: -1.12, top: 1.12, width: 360, grid: false, label: "The wines along the first two components" });
  const status = kit.status();
  const [LEFT, LONG] = [174, 152];  // pixels: where the bars begin, and how long 100 % is

  const scaling = kit.choice({
    legend: "Columns", value: model.state.standardised, choices: [[false, "as they are"], [true, "each divided by its standard deviation"]],
    change: (standardised) => change({ standardised }),
  });
  const column = kit.choice({
    legend: "Change the unit of", value: model.state.column, choices: data.choose.map((name) => [name, name]),
    change: (name) => change({ column: name }),
  });
  const factor = (unit) => (unit < 0 ? `÷ ${10 ** -unit}` : `× ${10 ** unit}`);
  const unit = kit.slider({
    label: "Its numbers", min: -3, max: 4, step: 1, value: model.state.unit, format: factor, input: (value) => change({ unit: value }),
  });
  function change(part) { model.change(part); draw(); }

  function solved() {
    const chosen = columns.indexOf(model.state.column);
    const scaled = columns.map(function (_, j) {
      const values = table.map((row) => row[j] * (j === chosen ? 10 ** model.state.unit : 1));
      const mean = values.reduce((sum, x) => sum + x, 0) / count;
      const off = values.map((x) => x - mean);
      const spread = model.state.standardised ? Math.sqrt(kit.dot(off, off) / (count - 1)) : 1;
      return off.map((x) => x / spread);
    });
    const covariance = scaled.map((p) => scaled.map((q) => kit.dot(p, q) / (count - 1)));
    const { values, vectors } = symmetricEigen(covariance);
    const all = values.reduce((sum, value) => sum + value, 0);
    const along = (vector) => table.map((_, i) => scaled.reduce((sum, values_, j) => sum + values_[i] * vector[j], 0));
    return { shares: values.map((value) => value / all), parts: vectors[0].map((x) => x * x), xs: along(vectors[0]), ys: along(vectors[1]) };
  }
  const percent = (share) => `${kit.number(100 * share, 1)} %`;

  function drawBars(parts) {
    bars.clear();
    parts.forEach(function (part, j) {
      const mark = columns[j] === model.state.column ? "ck-caption ck-strong" : "ck-caption";
      const [x, y] = bars.at([LEFT, 12.9 - j]);
      bars.label([LEFT, 12.9 - j], columns[j], mark, [-8, 14], { "text-anchor": "end" });
      bars.add(kit.svg("rect", { x, y: y + 2, width: LONG * part, height: 15, class: "ck-area" }));
      if (part >= 0.01) { bars.label([LEFT + LONG * part, 12.9 - j], percent(part), "ck-tick", [5, 14]); }
    });
    bars.segment([LEFT, 13], [LEFT, -0.1], "ck-axis");
    bars.label([190, 0], "parts of the first component's arrow (weight²)", "ck-tick", [0, 20], { "text-anchor": "middle" });
  }
  // the growers: a round, a square and a three-cornered mark
  function mark(p, kind) {
    const [x, y] = map.at(p);
    if (kind === 0) { return kit.svg("circle", { cx: x, cy: y, r: 4.4, class: "ck-seen" }); }
    if (kind === 1) { return kit.svg("rect", { x: x - 3.6, y: y - 3.6, width: 7.2, height: 7.2, class: "ck-outline ck-r2", style: "stroke-dasharray:none" }); }
    return kit.svg("polygon", { points: `${kit.short(x)},${kit.short(y - 5)} ${kit.short(x + 4.6)},${kit.short(y + 3.6)} ${kit.short(x - 4.6)},${kit.short(y + 3.6)}`, class: "ck-seam", fill: "var(--r3)", style: "stroke-width:.8" });
  }
  function drawMap({ xs, ys, shares }) {
    const far = Math.max(...xs.map(Math.abs), ...ys.map(Math.abs));
    map.clear();
    map.segment([-1.12, 0], [1.12, 0], "ck-axis");
    map.segment([0, -1], [0, 1], "ck-axis");
    table.forEach((_, i) => map.add(mark([xs[i] / far, ys[i] / far], grower[i])));
    map.label([1.1, 0], `first: ${percent(shares[0])}`, "ck-pointtext", [0, 20], { "text-anchor": "end" });
    map.label([0, 1], `second: ${percent(shares[1])}`, "ck-pointtext", [6, 2]);
    const legend = [["grower 1", -1.02], ["grower 2", -0.4], ["grower 3", 0.22]];
    legend.forEach(function ([words, x], kind) {
      map.add(mark([x, -1.02], kind));
      map.label([x, -1.02], words, "ck-caption", [9, 5]);
    });
  }
  function draw() {
    const found = solved();
    drawBars(found.parts);
    drawMap(found);
    const largest = found.parts.indexOf(Math.max(...found.parts));
    const how = model.state.standardised ? "Standardised" : model.state.unit ? `${model.state.column} ${factor(model.state.unit)}` : "As measured";
    const also = model.state.standardised && model.state.unit ? ` (${model.state.column} ${factor(model.state.unit)} or not)` : "";
    status.say(`${how[0].toUpperCase()}${how.slice(1)}${also}: the first component takes ${percent(found.shares[0])} of the variance. ` +
      `The largest part of its arrow is ${columns[largest]}, ${percent(found.parts[largest])}.`);
  }
  function follow() {
    scaling.set(model.state.standardised);
    column.set(model.state.column);
    unit.set(model.state.unit);
    draw();
  }
  kit.layout(root, [bars, map], [scaling, column, unit, status]);
  model.listen(follow);
  draw();
}
