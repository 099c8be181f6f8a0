// Rank Slider: the photograph from k layers; what is kept, what is lost (the error), and how many numbers it takes.
function scene(root, data, model) {
  "use strict";
  const shown = photo(data);
  const [m, n] = data.full;
  const picture = kit.plane({ left: 0, right: 3, bottom: 0, top: 2, width: 420, grid: false, label: "The photograph from its first layers" });
  const chart = kit.plane({ left: -0.5, right: 3.15, bottom: -0.35, top: 1.15, width: 400, grid: false, label: "Share kept, error and share of storage" });
  const status = kit.status();
  const index = () => Math.max(0, data.steps.indexOf(model.state.k));
  const slider = kit.slider({
    label: "Layers k", min: 0, max: data.steps.length - 1, step: 1, value: index(), format: (at) => String(data.steps[at]),
    input(at) { model.change({ k: data.steps[at] }); draw(); },
  });

  const across = (k) => (3 * Math.log(k)) / Math.log(m);
  const storage = (k) => (k * (m + n + 1)) / (m * n);
  const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
  const percent = (share) => `${kit.number(100 * share, share > 0.0995 && share < 0.999 ? 1 : 2)} %`;

  function drawChart() {
    const { k } = model.state;
    chart.clear();
    for (const share of [0, 0.5, 1]) {
      chart.segment([0, share], [3, share], share === 0 ? "ck-axis" : "ck-grid");
      chart.label([0, share], `${100 * share} %`, "ck-tick", [-6, 4], { "text-anchor": "end" });
    }
    for (const mark of [1, 5, 20, 100, m]) { chart.label([across(mark), 0], String(mark), "ck-tick", [0, 15], { "text-anchor": "middle" }); }
    chart.label([1.5, 0], "layers k (each step to the right multiplies)", "ck-tick", [0, 32], { "text-anchor": "middle" });
    const all = Array.from({ length: m }, (_, at) => at + 1);
    chart.path(all.map((at) => [across(at), data.kept[at]]), "ck-line ck-r1");
    chart.path(all.filter((at) => storage(at) <= 1.15).map((at) => [across(at), storage(at)]), "ck-line ck-r2");
    chart.path(all.map((at) => [across(at), 1 - data.kept[at]]), "ck-line ck-r3");
    chart.segment([across(k), 0], [across(k), 1.1], "ck-ghost");
    chart.dot([across(k), data.kept[k]], "ck-point", 6);
    chart.label([0.05, 1.06], "solid: kept", "ck-tick", [0, 0]);
    chart.label([1.15, 0.3], "dashed: stored", "ck-tick", [0, 0]);
    chart.label([0.05, 0.15], "dotted: error", "ck-tick", [0, 0]);
  }
  function draw() {
    const { k } = model.state;
    const kernel = model.computed && model.computed.k === k ? model.computed.image : null;
    picture.clear();
    shown.put(picture, kernel || shown.sum(k), [0, 2], [3, 0]);
    drawChart();
    status.say(said(k));
  }
  function said(k) {
    const [cost, kept] = [storage(k), data.kept[k]];
    const error = kit.number(100 * (1 - kept), kept < 0.999 ? 1 : 2);
    const verdict = `${percent(cost)} of the storage${cost < 1 ? "" : ", more than the photograph itself"}`;
    return `${k} layer${k === 1 ? "" : "s"} of ${m}: ${percent(kept)} of the squared intensity (error ${error} %) for ` +
      `${grouped(k * (m + n + 1))} numbers in place of ${grouped(m * n)}: ${verdict}.`;
  }
  kit.layout(root, [picture, chart], [slider, status]);
  model.listen(function () { slider.set(index()); draw(); });
  draw();
}
