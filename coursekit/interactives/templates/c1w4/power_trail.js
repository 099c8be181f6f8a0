// Power Trail: what is left of the second direction after each step.
function scene(root, data, model) {
  "use strict";
  const plane = kit.plane({ left: -2.7, right: 2.7, bottom: -2.7, top: 2.7, width: 400, label: "The directions of the arrow, step by step" });
  const chart = kit.plane({ left: -2.6, right: 12.8, bottom: -4.2, top: 2.9, width: 380, height: 290, grid: false, label: "Angle left after each step" });
  const status = kit.status();
  const numbers = kit.html("div", {});
  const [FIRST, P, Q] = [2, [2, 1], [1, -1]];  // the larger factor, and the two directions that only scale
  const MOST = 12;
  const FLOOR = -3;  // of the chart, in powers of ten

  const start = kit.handle(plane, {
    name: "Start", at: model.state.start, cls: "ck-r2", within: [-2.25, 2.25, -2.25, 2.25],
    limit: (p) => (p[0] === 0 && p[1] === 0 ? [0.25, 0] : p), move: (p) => change({ start: p }),
  });
  const second = kit.slider({ label: "Second factor", min: -2, max: 2, step: 0.25, value: model.state.second, input: (value) => change({ second: value }) });
  const steps = kit.slider({ label: "Steps", min: 0, max: MOST, step: 1, value: model.state.steps, input: (value) => change({ steps: value }) });
  const more = kit.button({ label: "One more step", primary: true, click() { change({ steps: Math.min(MOST, model.state.steps + 1) }); steps.set(model.state.steps); } });

  function change(part) { model.change(part); draw(); }
  // How much of either direction is in the start. Computing with these two numbers keeps rounding out of the picture.
  function parts() { const [x, y] = model.state.start; return [(x + y) / 3, (x - 2 * y) / 3]; }
  function direction(step) {
    const [c, d] = parts();
    const ratio = model.state.second / FIRST;
    const [u, v] = c === 0 ? [0, Math.sign(d) * Math.sign(model.state.second) ** step] : [c, d * ratio ** step];
    const p = [u * P[0] + v * Q[0], u * P[1] + v * Q[1]];
    const size = Math.hypot(...p);
    return size === 0 ? null : p.map((entry) => entry / size);
  }
  // Between the arrow and the first line, in degrees; computed from the sine, which is exact near 0.
  function angle(step) {
    const p = direction(step);
    return p === null ? null : (Math.asin(kit.clamp(Math.abs(P[0] * p[1] - P[1] * p[0]) / Math.hypot(...P), 0, 1)) * 180) / Math.PI;
  }
  function rows() { const m = model.state.second; return [[(2 * FIRST + m) / 3, (2 * FIRST - 2 * m) / 3], [(FIRST - m) / 3, (FIRST + 2 * m) / 3]]; }

  function draw() {
    const { start: from, second: m, steps: k } = model.state;
    plane.clear();
    plane.line(P[1], -P[0], 0, "ck-seam");
    plane.line(Q[1], -Q[0], 0, "ck-ghost");
    plane.label([2.65, 1.65], `factor ${FIRST}`, "ck-tick", [0, 0], { "text-anchor": "end" });
    plane.label([2.2, -2.6], `factor ${kit.number(m)}`, "ck-tick", [0, 0], { "text-anchor": "end" });
    plane.path(Array.from({ length: 73 }, (_, j) => [2 * Math.cos(j * Math.PI / 36), 2 * Math.sin(j * Math.PI / 36)]), "ck-grid");
    plane.arrow([0, 0], from, "ck-r2");
    const named = [];
    for (let j = 0; j <= k; j += 1) {
      const p = direction(j);
      if (p === null) { break; }
      const far = p.map((entry) => 2 * entry);
      if (j === k) { plane.arrow([0, 0], far, "ck-r1"); }
      plane.dot(far, "ck-seen", 5);
      if (named.every((q) => Math.hypot(q[0] - p[0], q[1] - p[1]) > 0.2)) {
        named.push(p);
        plane.label(far, String(j), "ck-pointtext", [15 * p[0], -15 * p[1] + 5], { "text-anchor": "middle" });
      }
    }
    drawChart(k);
    kit.clear(numbers);
    numbers.append("A = ", kit.matrix(rows()));
    status.say(said(k, m));
  }
  function drawChart(k) {
    chart.clear();
    for (let power = FLOOR; power <= 2; power += 1) {
      chart.segment([0, power], [MOST, power], "ck-grid");
      chart.label([0, power], `${kit.number(10 ** power, 3)}°`, "ck-tick", [-6, 4], { "text-anchor": "end" });
    }
    for (let j = 0; j <= MOST; j += 2) { chart.label([j, FLOOR], String(j), "ck-tick", [0, 17], { "text-anchor": "middle" }); }
    chart.label([MOST / 2, FLOOR], "steps", "ck-tick", [0, 36], { "text-anchor": "middle" });
    chart.label([0, 2], "angle to the line with factor 2", "ck-tick", [0, -14]);
    const seen = Array.from({ length: k + 1 }, (_, j) => [j, angle(j)]).filter(([, a]) => a !== null && a > 10 ** FLOOR)
      .map(([j, a]) => [j, Math.log10(a)]);
    chart.path(seen, "ck-line ck-r1");
    seen.forEach((p) => chart.dot(p, "ck-seen", 4.5));
  }
  function said(k, m) {
    const [c, d] = parts();
    const after = `After ${k} step${k === 1 ? "" : "s"}`;
    if (m === 0 && c === 0 && k > 0) { return `${after} nothing is left: the start lay on the line with factor 0.`; }
    if (d === 0) { return `${after} the arrow is where it was: it started on the line with factor ${FIRST}.`; }
    if (c === 0) { return `${after} the arrow is still on the other line: it has no part along the line with factor ${FIRST} that could grow.`; }
    const left = angle(k);
    const size = Math.abs(m) / FIRST;
    const off = `${after} the arrow is ${kit.number(left, left < 0.1 ? 4 : 2)}° off the line with factor ${FIRST}.`;
    if (m === FIRST) { return `${off} Both factors are ${FIRST}: every arrow only scales, and nothing turns.`; }
    if (size === 1) { return `${off} Both factors have size ${FIRST}: neither part falls behind, and the arrow goes to and fro for ever.`; }
    if (m === 0 && k > 0) { return `${off} With factor 0, the first step has removed all of the other part.`; }
    const speed = `${kit.number(size, 3)}, the ratio of the sizes of both factors`;
    if (k === 0 || left < 1e-9) { return `${off} In the long run a step leaves ${speed}.`; }
    return `${off} The last step left ${kit.number(left / angle(k - 1), 3)} of the angle; in the long run it is ${speed}.`;
  }
  function follow() {
    start.set(model.state.start);
    second.set(model.state.second);
    steps.set(model.state.steps);
    draw();
  }
  kit.layout(root, [plane, chart], [second, steps, more, status, numbers]);
  model.listen(follow);
  draw();
}
