// Broadcast Explorer: shapes aligned at their ends, and the grid of the sum.
function scene(root, data, model) {
  "use strict";
  const plane = kit.plane({ left: 0, right: 11, bottom: 0, top: 10, width: 420, grid: false, label: "Two arrays and their sum" });
  const status = kit.status();
  const axes = kit.html("table", { class: "ck-pairs" });
  const names = data.shapes.map((one) => [one.name, one.name]);
  const [first, second] = [["a", "Shape of a"], ["b", "Shape of b"]].map(([name, legend]) => kit.choice({
    legend, value: model.state[name], choices: names, change(value) { model.change({ [name]: value }); draw(); },
  }));
  const find = (name) => data.shapes.find((one) => one.name === name);

  // sizes of both from the last axis on; a missing axis counts as 1
  function aligned(a, b) {
    const count = Math.max(a.length, b.length);
    const size = (shape, k) => (k < shape.length ? shape[shape.length - 1 - k] : 1);
    return Array.from({ length: count }, (_, k) => [size(a, k), size(b, k)]).reverse();
  }
  function at(numbers, shape, i, j) {
    if (shape.length === 0) { return numbers; }
    if (shape.length === 1) { return numbers[shape[0] === 1 ? 0 : j]; }
    return numbers[shape[0] === 1 ? 0 : i][shape[1] === 1 ? 0 : j];
  }
  function grid(title, left, top, rows, columns, value, own) {
    plane.label([left, top], title, "ck-caption", [0, -6]);
    for (let i = 0; i < rows; i += 1) {
      for (let j = 0; j < columns; j += 1) {
        const [x, y] = [left + j, top - 1 - i];
        plane.polygon([[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]], own(i, j) ? "ck-cell" : "ck-cell ck-stretched");
        plane.label([x + 0.5, y + 0.5], String(value(i, j)), "ck-celltext", [0, 5], { "text-anchor": "middle" });
      }
    }
  }
  function draw() {
    const [a, b] = [find(model.state.a), find(model.state.b)];
    const sizes = aligned(a.shape, b.shape);
    const clash = sizes.findIndex(([p, q]) => p !== q && p !== 1 && q !== 1);
    const extent = (shape) => [shape.length > 1 ? shape[0] : 1, shape.length ? shape[shape.length - 1] : 1];
    const within = ([rows, columns]) => (i, j) => i < rows && j < columns;
    const [whereA, whereB] = [extent(a.shape), extent(b.shape)];
    const result = sizes.map(([p, q]) => Math.max(p, q));
    // without a clash both are drawn as large as the sum, what is only repeated with dotted edges
    const [sizeA, sizeB] = clash < 0 ? [extent(result), extent(result)] : [whereA, whereB];
    plane.clear();
    grid(`a ${a.name}`, 0.5, 9.2, ...sizeA, (i, j) => at(a.tens, a.shape, i, j), within(whereA));
    grid(`b ${b.name}`, 6.2, 9.2, ...sizeB, (i, j) => at(b.ones, b.shape, i, j), within(whereB));
    if (clash < 0) {
      const sum = (i, j) => at(a.tens, a.shape, i, j) + at(b.ones, b.shape, i, j);
      grid(`a + b ${written(result)}`, 3.3, 4.3, ...extent(result), sum, () => true);
    } else {
      plane.path([[4.4, 1.4], [6.6, 3.6]], "ck-cross");
      plane.path([[4.4, 3.6], [6.6, 1.4]], "ck-cross");
    }
    table(a, b, sizes, clash);
    status.say(said(a, b, sizes, clash));
  }
  function written(shape) { return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`; }
  function table(a, b, sizes, clash) {
    kit.clear(axes);
    const cell = (words, k) => kit.html("td", { class: k === clash ? "ck-clash" : null }, words);
    const row = (name, shape) => kit.html("tr", {}, kit.html("th", {}, name), ...sizes.map(function (_, k) {
      const own = k - (sizes.length - shape.length);
      return cell(own < 0 ? "(1)" : String(shape[own]), k);
    }));
    const result = sizes.map(([p, q], k) => cell(k === clash ? `✗ ${p} against ${q}` : String(Math.max(p, q)), k));
    axes.append(row("a", a.shape), row("b", b.shape), kit.html("tr", {}, kit.html("th", {}, "a + b"), ...result));
  }
  function said(a, b, sizes, clash) {
    if (clash >= 0) {
      const [p, q] = sizes[clash];
      return `${a.name} and ${b.name} clash: aligned at their ends, ${p} stands against ${q}, and neither is 1. NumPy raises a ValueError.`;
    }
    const result = sizes.map(([p, q]) => Math.max(p, q));
    const cells = result.reduce((product, size) => product * size, 1);
    return `${a.name} and ${b.name} give ${written(result)}: ${cells} sums. Sizes of 1, and missing axes, were stretched.`;
  }
  kit.layout(root, [plane], [first, second, status, axes]);
  model.listen(function () { first.set(model.state.a); second.set(model.state.b); draw(); });
  draw();
}
