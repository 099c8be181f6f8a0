// Eigen Hunt: an arrow, its image, and the area between them, which is 0 where the image lies on the arrow's own line.
function scene(root, data, model) {
  "use strict";
  const plane = kit.plane({ left: -2.6, right: 2.6, bottom: -2.6, top: 2.6, width: 400, label: "An arrow and its image", ticks: [-2, 2] });
  const chart = kit.plane({ left: -26, right: 192, bottom: -3.4, top: 3, width: 380, height: 260, grid: false, label: "Area between arrow and image" });
  const status = kit.status();
  const numbers = kit.html("div", {});
  const DEGREE = Math.PI / 180;

  const which = kit.choice({
    legend: "Matrix", value: model.state.matrix, choices: data.names.map((name) => [name, name]),
    change(value) { change({ matrix: value, curve: false }); curve.set(false); turned(model.state.angle); },
  });
  const tip = kit.handle(plane, {
    name: "Tip of the arrow", at: arrow(model.state.angle), cls: "ck-r1", step: 0.1, snap: 0,
    limit: (p) => arrow(caught(Math.round(Math.atan2(p[1], p[0]) / DEGREE), 2.1)),
    describe: (p) => `${kit.number(degrees(p), 1)}°`, move: (p) => turned(degrees(p)),
  });
  const slider = kit.slider({
    label: "Direction of the arrow", min: 0, max: 360, step: 1, value: model.state.angle,
    format: (value) => `${kit.number(caught(value, 0.9), 1)}°`, input: (value) => turned(caught(value, 0.9)),
  });
  const curve = kit.checkbox({ label: "Show the area for all directions", checked: model.state.curve, change: (checked) => change({ curve: checked }) });

  function arrow(angle) { return [Math.cos(angle * DEGREE), Math.sin(angle * DEGREE)]; }
  function degrees(p) { return (Math.atan2(p[1], p[0]) / DEGREE + 360) % 360; }
  function apart(one, other) { return Math.abs(((one - other + 90) % 180 + 180) % 180 - 90); }  // as lines
  function now() { return data.matrices[model.state.matrix]; }

  // With t the angle, det(x, Ax) = middle + reach·cos(2t − phase): its zeros are the lines left in place.
  function lines() {
    const [[a, b], [c, d]] = now();
    const [middle, one, two] = [(c - b) / 2, (c + b) / 2, (d - a) / 2];
    const reach = Math.hypot(one, two);
    if (reach === 0) { return middle === 0 ? "all" : []; }
    if (Math.abs(middle) > reach + 1e-9) { return []; }
    const phase = Math.atan2(two, one);
    const half = Math.acos(kit.clamp(-middle / reach, -1, 1));
    const found = [(phase + half) / 2, (phase - half) / 2].map((t) => ((t / DEGREE) % 180 + 180) % 180);
    return apart(found[0], found[1]) < 1e-6 ? found.slice(0, 1) : found;
  }
  // The line left in place that the angle is on, if there is one, as an angle near it.
  function caught(angle, reach) {
    const all = lines();
    if (all === "all") { return angle; }
    const near = all.find((line) => apart(line, angle) < reach);
    return near === undefined ? angle : near + 180 * Math.round((angle - near) / 180);
  }
  function linedUp(angle) { const all = lines(); return all === "all" || all.some((line) => apart(line, angle) < 0.02); }
  function turned(angle) {
    const kept = Math.round(((angle + 360) % 360) * 100) / 100;
    const { matrix, found } = model.state;
    const own = found[matrix] || [];
    const line = Math.round((kept % 180) * 100) / 100;
    const fresh = lines() !== "all" && linedUp(kept) && !own.some((other) => apart(other, line) < 0.05);
    change({ angle: kept, found: fresh ? { ...found, [matrix]: [...own, line] } : found });
    place();
  }
  function place() {
    tip.set(arrow(model.state.angle));
    slider.set(model.state.angle);
  }
  function change(part) { model.change(part); draw(); }

  function draw() {
    const { matrix, angle, curve: whole, found } = model.state;
    const x = arrow(linedUp(angle) ? caught(angle, 0.02) : angle);
    const y = kit.image(now(), x);
    const own = found[matrix] || [];
    plane.clear();
    plane.path(Array.from({ length: 73 }, (_, k) => arrow(5 * k)), "ck-ghost");
    own.forEach((line) => { const p = arrow(caught(line, 0.02)); plane.line(p[1], -p[0], 0, "ck-seam"); });
    plane.polygon([[0, 0], x, [x[0] + y[0], x[1] + y[1]], y], area(angle) < 0 ? "ck-area ck-flipped" : "ck-area");
    const close = Math.hypot(y[0] - x[0], y[1] - x[1]) < 0.35;
    plane.arrow([0, 0], y, "ck-r2", close ? "" : "Ax");
    plane.arrow([0, 0], x, "ck-r1");
    plane.label(x, close ? "x, Ax" : "x", "ck-pointtext", [-20 * x[1], -20 * x[0] + 5], { "text-anchor": "middle" });
    kit.clear(numbers);
    numbers.append("A = ", kit.matrix(now()));
    drawChart(angle % 180, own, whole);
    status.say(said(x, y, own.length));
  }
  function area(angle) { const x = arrow(angle); const y = kit.image(now(), x); return x[0] * y[1] - x[1] * y[0]; }
  function drawChart(angle, own, whole) {
    chart.clear();
    for (const value of [-2, -1, 0, 1, 2]) {
      chart.segment([0, value], [180, value], value ? "ck-grid" : "ck-axis");
      chart.label([0, value], kit.number(value), "ck-tick", [-6, 4], { "text-anchor": "end" });
    }
    for (const mark of [0, 45, 90, 135, 180]) {
      chart.segment([mark, -2.2], [mark, 2.2], "ck-grid");
      chart.label([mark, -2.2], `${mark}°`, "ck-tick", [0, 16], { "text-anchor": "middle" });
    }
    chart.label([90, -2.2], "direction of the arrow", "ck-tick", [0, 36], { "text-anchor": "middle" });
    chart.label([0, 2.2], "area between x and Ax, with its sign", "ck-tick", [0, -10]);
    if (whole) { chart.path(Array.from({ length: 91 }, (_, k) => [2 * k, area(2 * k)]), "ck-line ck-r1"); }
    own.forEach((line) => chart.dot([line, 0], "ck-seen", 5));
    chart.dot([angle, linedUp(angle) ? 0 : area(angle)], "ck-point", 6);
  }
  function said(x, y, count) {
    const where = `At ${kit.number(model.state.angle, 1)}°: x = ${kit.point(x)}, Ax = ${kit.point(y)}.`;
    if (!linedUp(model.state.angle)) {
      const between = Math.abs(area(model.state.angle));
      return `${where} Not on one line: the area between them is ${between < 0.01 ? "less than 0.01" : kit.number(between, 2)}. Lines found: ${count}.`;
    }
    const factor = x[0] * y[0] + x[1] * y[1];
    const how = Math.abs(factor) < 1e-9 ? "The image is zero: the arrow is pressed away along its own line, factor 0."
      : `On one line: Ax = ${kit.number(factor)}·x${factor < 0 ? ", the other way round" : ""}.`;
    return `${where} ${how} ${lines() === "all" ? "This matrix does that to every arrow." : `Lines found: ${count}.`}`;
  }
  function follow() {
    which.set(model.state.matrix);
    curve.set(model.state.curve);
    place();
    draw();
  }
  kit.layout(root, [plane, chart], [which, slider, curve, status, numbers]);
  model.listen(follow);
  draw();
}
