// Component Scope: a digit, the sum of its first k components, and the component that was added last.
function scene(root, data, model) {
  "use strict";
  const bytes = Uint8Array.from(atob(data.directions), (letter) => letter.charCodeAt(0));
  const packed = new Int16Array(bytes.buffer);
  const [SIZE, RANK] = [64, packed.length / 64];
  const direction = (j) => Array.from(packed.subarray(SIZE * (j - 1), SIZE * j), (entry) => entry / data.unit);  // j from 1
  const pictures = kit.plane({ left: 0, right: 28, bottom: -2.2, top: 9, width: 420, grid: false, label: "The digit, rebuilt, and the component added last" });
  const chart = kit.plane({ left: -11, right: 68, bottom: -0.3, top: 1.12, width: 420, height: 240, grid: false, label: "Share of the variance kept" });
  const status = kit.status();
  const recipe = kit.html("p", {});
  const slider = kit.slider({
    label: "Components k", min: 0, max: SIZE, step: 1, value: model.state.k, format: String,
    input(k) { model.change({ k }); draw(); },
  });
  const which = kit.choice({
    legend: "Digit", value: model.state.digit, choices: data.digits.map((_, digit) => [digit, String(digit)]),
    change(digit) { model.change({ digit }); draw(); },
  });

  // how much of each of the first k directions there is in the digit, counted from the mean
  function weights(k) {
    const off = data.digits[model.state.digit].map((x, i) => x - data.mean[i]);
    return Array.from({ length: Math.min(k, RANK) }, (_, j) => kit.dot(off, direction(j + 1)));
  }
  function rebuilt(found) {
    const sum = [...data.mean];
    found.forEach((weight, j) => direction(j + 1).forEach((entry, i) => { sum[i] += weight * entry; }));
    return sum;
  }
  // 64 squares; grey(value) goes from 0 (black) to 255 (white)
  function squares(left, values, grey, words) {
    const side = pictures.width / 28;
    values.forEach(function (value, i) {
      const [x, y] = pictures.at([left + (i % 8), 8.5 - Math.floor(i / 8)]);
      const shade = Math.round(kit.clamp(grey(value), 0, 255));
      pictures.add(kit.svg("rect", { x, y, width: side + 0.4, height: side + 0.4, fill: `rgb(${shade},${shade},${shade})`, "shape-rendering": "crispEdges" }));
    });
    const [x, y] = pictures.at([left, 8.5]);
    pictures.add(kit.svg("rect", { x, y, width: 8 * side, height: 8 * side, fill: "none", class: "ck-seam" }));
    pictures.label([left + 4, 0.5], words, "ck-caption", [0, 17], { "text-anchor": "middle" });
  }
  function drawChart(k) {
    chart.clear();
    for (const share of [0, 0.5, 0.95]) {
      chart.segment([0, share], [SIZE, share], share === 0 ? "ck-axis" : share === 0.95 ? "ck-ghost" : "ck-grid");
      chart.label([0, share], `${100 * share} %`, "ck-tick", [-6, 4], { "text-anchor": "end" });
    }
    for (const mark of [0, 16, 32, 48, 64]) { chart.label([mark, 0], String(mark), "ck-tick", [0, 16], { "text-anchor": "middle" }); }
    chart.label([SIZE / 2, 0], "components k", "ck-tick", [0, 34], { "text-anchor": "middle" });
    chart.path(data.kept.map((share, at) => [at, share]), "ck-line ck-r1");
    chart.segment([k, 0], [k, data.kept[k]], "ck-seam");
    chart.dot([k, data.kept[k]], "ck-point", 6);
  }
  function draw() {
    const { digit, k } = model.state;
    const found = weights(k);
    const sum = rebuilt(found);
    const own = data.digits[digit];
    const off = Math.sqrt(own.reduce((square, x, i) => square + (x - sum[i]) ** 2, 0) / SIZE);
    const ink = (value) => 255 - (255 * value) / 16;
    const last = k > 0 && k <= RANK ? direction(k) : null;
    const most = last ? Math.max(...last.map(Math.abs)) : 1;
    pictures.clear();
    squares(0.5, own, ink, `the ${digit}`);
    squares(10, sum, ink, k === 0 ? "the mean" : `k = ${k}`);
    squares(19.5, last || own.map(() => 0), (value) => 127.5 - (127.5 * value) / most, last ? `component ${k}` : "nothing added");
    drawChart(k);
    kit.clear(recipe);
    const few = found.slice(0, 5).map((weight, j) => `${weight < 0 ? "−" : "+"} ${kit.number(Math.abs(weight), 1)}·c${j + 1}`);
    recipe.append(`Recipe: mean ${few.join(" ")}${found.length > 5 ? ` … (${found.length} numbers)` : ""}`);
    status.say(said(digit, k, off));
  }
  function said(digit, k, off) {
    const kept = kit.number(100 * data.kept[k], 1);
    const close = off < 0.01 ? "every pixel is right" : `a typical pixel is off by ${kit.number(off, 1)} of 16 grey steps`;
    if (k === 0) { return `The mean of all ${data.count} digits: as a ${digit}, ${close}. None of the variance is kept.`; }
    return `The ${digit} from ${k} of ${SIZE} components: ${close}. Kept of the variance of all ${data.count} digits: ${kept} %; ` +
      `component ${k} alone holds ${kit.number(100 * (data.kept[k] - data.kept[k - 1]), 2)} %.`;
  }
  function follow() {
    slider.set(model.state.k);
    which.set(model.state.digit);
    draw();
  }
  kit.layout(root, [pictures, chart], [slider, which, status, recipe]);
  model.listen(follow);
  draw();
}
