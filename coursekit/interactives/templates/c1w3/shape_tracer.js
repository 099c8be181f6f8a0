// Shape Tracer: X @ W + b as blocks of cells. A shape that does not fit explodes; one that fits wrongly is shown cell by cell.
function scene(root, data, model) {
  "use strict";
  const frame = { left: -0.7, bottom: -1.5, top: 8, width: 420, grid: false };
  const product = kit.plane({ ...frame, right: 20, label: "X times W" });
  const sum = kit.plane({ ...frame, right: 20, label: "Adding the bias" });
  const status = kit.status();
  const sliders = [["n", "n: examples, rows of X", 6], ["d", "d: columns of X", 5], ["rows", "rows of W", 5], ["k", "k: columns of W", 4]]
    .map(([name, label, max]) => [name, kit.slider({
      label, min: 1, max, step: 1, value: model.state[name], input(value) { model.change({ [name]: value }); draw(); },
    })]);
  const bias = kit.choice({
    legend: "Shape of b", value: model.state.bias, choices: data.biases.map((name) => [name, name]),
    change(value) { model.change({ bias: value }); draw(); },
  });

  const shape = (sizes) => (sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(", ")})`);
  const biasShape = ({ n, k, bias: chosen }) => ({ "(k,)": [k], "(n,)": [n], "(k, 1)": [k, 1], "one number": [] }[chosen]);
  // NumPy's rule: from the right, equal sizes or a 1; null where it fails
  function stretched(one, other) {
    const [a, b] = [one, other].map((sizes) => [...Array(2 - sizes.length).fill(1), ...sizes]);
    const found = a.map((size, i) => (size === b[i] || b[i] === 1 ? size : size === 1 ? b[i] : null));
    return found.includes(null) ? null : found;
  }

  function block(plane, left, sizes, name, words = () => "") {
    const [rows, columns] = [...Array(2 - sizes.length).fill(1), ...sizes];
    for (let i = 0; i < rows; i += 1) {
      for (let j = 0; j < columns; j += 1) {
        plane.polygon([[left + j, 6 - i], [left + j + 1, 6 - i], [left + j + 1, 5 - i], [left + j, 5 - i]], "ck-area");
        plane.label([left + j + 0.5, 5.5 - i], words(i, j), "ck-tick", [0, 4], { "text-anchor": "middle" });
      }
    }
    const middle = left + columns / 2;
    plane.label([middle, 6.9], name, "ck-pointtext", [0, 5], { "text-anchor": "middle" });
    plane.label([middle, 6 - rows], sizes.length ? shape(sizes) : "()", "ck-caption", [0, 19], { "text-anchor": "middle" });
    return middle;
  }
  function explosion(plane, at) {
    const star = Array.from({ length: 22 }, function (_, k) {
      const [angle, size] = [(2 * Math.PI * k) / 22, k % 2 ? 1.05 : 1.9];
      return [at[0] + size * Math.cos(angle), at[1] + size * Math.sin(angle)];
    });
    plane.polygon(star, "ck-cross");
    plane.label(at, "no fit", "ck-pointtext", [0, 5], { "text-anchor": "middle" });
  }
  const sign = (plane, x, words) => plane.label([x, 5.5], words, "ck-pointtext", [0, 5], { "text-anchor": "middle" });

  function draw() {
    const { n, d, rows, k } = model.state;
    const b = biasShape(model.state);
    const fits = d === rows;
    const total = fits ? stretched([n, k], b) : null;
    product.clear();
    block(product, 0.5, [n, d], "X");
    sign(product, 6.6, "@");
    block(product, 7.8, [rows, k], "W");
    sign(product, 12.9, "=");
    // thick bars on the two sizes that must agree: the top of X and the left side of W
    product.polygon([[0.4, 6.12], [d + 0.6, 6.12], [d + 0.6, 5.9], [0.4, 5.9]], "ck-flag");
    product.polygon([[7.68, 6.1], [7.9, 6.1], [7.9, 5.9 - rows], [7.68, 5.9 - rows]], "ck-flag");
    if (fits) { block(product, 14.2, [n, k], "X @ W"); } else { explosion(product, [16.2, 4]); }

    sum.clear();
    if (!fits) { explosion(sum, [2.5, 4]); } else { block(sum, 0.5, [n, k], "X @ W"); }
    sign(sum, 5.25, "+");
    block(sum, 6, b, "b", (i, j) => `b${sub(b.length === 1 ? j : i)}`);
    sign(sum, 12.75, "=");
    if (total) {
      block(sum, 13.5, total, "result", (i, j) => `b${sub(b.length === 1 ? (b[0] === 1 ? 0 : j) : b.length === 2 && b[0] > 1 ? i : 0)}`);
    } else { explosion(sum, [15.5, 4]); }
    status.say(said(fits, total, b));
  }
  const sub = (index) => "₀₁₂₃₄₅"[index];
  function said(fits, total, b) {
    const { n, d, rows, k, bias: chosen } = model.state;
    const start = `X ${shape([n, d])} @ W ${shape([rows, k])}`;
    if (!fits) { return `${start}: each row of X has ${d}, each column of W has ${rows} entries. They do not fit; nothing comes out.`; }
    const given = b.length ? `b ${shape(b)}` : "one number";
    if (!total) { return `${start} gives ${shape([n, k])}, and ${given} does not fit: from the right, sizes must agree or be 1.`; }
    const so = `${start} gives ${shape([n, k])}; plus ${given} gives ${shape(total)}.`;
    if (total[0] !== n || total[1] !== k) { return `${so} No error, and yet wrong: a table where ${shape([n, k])} was meant.`; }
    if (chosen === "(k,)") { return `${so} Every example gets the same bias, one for each output.`; }
    if (b.length === 0 || b.every((size) => size === 1)) { return `${so} It fits, but every output gets the same bias.`; }
    return b.length === 1
      ? `${so} It fits because n is k or 1, by accident: another batch size would not.`
      : `${so} It fits by accident, and wrongly: the biases go to the examples, not to the outputs.`;
  }
  kit.layout(root, [product, sum], [...sliders.map(([, slider]) => slider), bias, status]);
  model.listen(function () {
    sliders.forEach(([name, slider]) => slider.set(model.state[name]));
    bias.set(model.state.bias);
    draw();
  });
  draw();
}
