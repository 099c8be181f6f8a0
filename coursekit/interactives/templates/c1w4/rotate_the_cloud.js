// Rotate the Cloud: a line through the middle, the feet of the points on it, and a trail of what was tried.
function scene(root, data, model) {
  "use strict";
  const REACH = 1.35;  // where the arrow's tip is held
  const { points } = data;
  const many = points.length - 1;
  const total = points.reduce((sum, p) => sum + kit.dot(p, p), 0) / many;
  const top = 1.25 * total;
  const cloud = kit.plane({ left: -1.6, right: 1.6, bottom: -1.6, top: 1.6, width: 400, step: 0.5, ticks: [-1, 1], label: "The cloud and the line" });
  const chart = kit.plane({ left: -32, right: 198, bottom: -0.2 * total, top, width: 400, height: 300, grid: false, label: "Variance along and across the line, against the angle" });
  const status = kit.status();

  const unit = (degrees) => [Math.cos((Math.PI * degrees) / 180), Math.sin((Math.PI * degrees) / 180)];
  const tip = (degrees) => unit(degrees).map((x) => REACH * x);
  const angleOf = (p) => (Math.round((180 * Math.atan2(p[1], p[0])) / Math.PI) + 360) % 360;
  const along = (degrees) => points.reduce((sum, p) => sum + kit.dot(p, unit(degrees)) ** 2, 0) / many;
  // the widest direction: the angle at which the derivative of the variance is 0 and the variance is larger
  const [sxx, sxy, syy] = [[0, 0], [0, 1], [1, 1]].map(([i, j]) => points.reduce((sum, p) => sum + p[i] * p[j], 0));
  const best = ((90 * Math.atan2(2 * sxy, sxx - syy)) / Math.PI + 180) % 180;

  const handle = kit.handle(cloud, {
    name: "Direction of the line", at: tip(model.state.angle), cls: "ck-r1", step: 0.024, snap: 0,
    limit: (p) => tip(angleOf(p)), describe: (p) => `${angleOf(p)} degrees`,
    move(p) {
      const angle = angleOf(p);
      const seen = model.state.seen.includes(angle % 180) ? model.state.seen : [...model.state.seen, angle % 180];
      model.change({ angle, seen });
      draw();
    },
  });
  const compare = kit.checkbox({
    label: "Compare: show the computed direction", checked: model.state.compare,
    change(checked) { model.change({ compare: checked }); draw(); },
  });
  const again = kit.button({
    label: "Wipe the trail",
    click() { model.change({ seen: [model.state.angle % 180], compare: false }); follow(); },
  });

  function drawCloud() {
    const u = unit(model.state.angle);
    cloud.clear();
    cloud.label([1.6, 0], "length", "ck-tick", [-6, 30], { "text-anchor": "end" });
    cloud.label([0, 1.6], "width, in cm from the mean", "ck-tick", [6, 14]);
    points.forEach(function (p) {
      const t = kit.dot(p, u);
      cloud.segment(p, u.map((x) => t * x), "ck-line ck-r2", { style: "stroke-width:1.5;stroke-dasharray:4 3" });
    });
    if (model.state.compare) { cloud.segment(unit(best).map((x) => -1.55 * x), unit(best).map((x) => 1.55 * x), "ck-line ck-r3"); }
    cloud.segment(u.map((x) => -1.55 * x), u.map((x) => 1.15 * x), "ck-line ck-r1", { style: "stroke-width:2" });
    cloud.arrow([0, 0], tip(model.state.angle), "ck-r1");
    const wide = Math.sqrt(along(model.state.angle));
    cloud.segment(u.map((x) => -wide * x), u.map((x) => wide * x), "ck-solved");
    points.forEach((p) => cloud.dot(p, "ck-seen", 4.5));
  }
  function drawChart() {
    const { angle, seen, compare: shown } = model.state;
    chart.clear();
    for (const share of [0, 0.5, 1]) {
      chart.segment([0, share * total], [180, share * total], share === 0 ? "ck-axis" : "ck-grid");
      chart.label([0, share * total], kit.number(share * total, 2), "ck-tick", [-6, 4], { "text-anchor": "end" });
    }
    for (const mark of [0, 45, 90, 135, 180]) { chart.label([mark, 0], `${mark}°`, "ck-tick", [0, 16], { "text-anchor": "middle" }); }
    chart.label([90, 0], "angle of the line", "ck-tick", [0, 34], { "text-anchor": "middle" });
    chart.label([0, total], "● along the line   □ across it   ··· both together, cm²", "ck-tick", [-30, -22]);
    chart.segment([0, total], [180, total], "ck-line ck-r3");
    if (shown) {
      const all = Array.from({ length: 181 }, (_, k) => k);
      chart.path(all.map((k) => [k, along(k)]), "ck-line ck-r1");
      chart.path(all.map((k) => [k, total - along(k)]), "ck-line ck-r2");
      chart.segment([best, 0], [best, total], "ck-ghost");
    }
    seen.forEach(function (k) {
      chart.dot([k, along(k)], "ck-seen", 4.5);
      const [x, y] = chart.at([k, total - along(k)]);
      chart.add(kit.svg("rect", { x: x - 4, y: y - 4, width: 8, height: 8, class: "ck-outline ck-r2", style: "stroke-dasharray:none;stroke-width:1.6" }));
    });
    chart.segment([angle % 180, 0], [angle % 180, total], "ck-seam");
  }
  function draw() {
    const { angle, compare: shown } = model.state;
    const spread = along(angle);
    drawCloud();
    drawChart();
    const apart = Math.abs(((angle - best + 450) % 180) - 90);
    const found = shown
      ? ` Computed: the widest direction is at ${kit.number(best, 1)}°, with ${kit.number(along(best), 3)} cm²; you are ${kit.number(apart, 1)}° away.` : "";
    status.say(`At ${angle % 180}° the variance along the line is ${kit.number(spread, 3)} cm² and the variance across it ` +
      `${kit.number(total - spread, 3)} cm²; together ${kit.number(total, 3)}.${found}`);
  }
  function follow() {
    handle.set(tip(model.state.angle));
    compare.set(model.state.compare);
    draw();
  }
  kit.layout(root, [cloud, chart], [status, compare, again]);
  model.listen(follow);
  draw();
}
