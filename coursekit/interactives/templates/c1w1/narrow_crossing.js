// Narrow Crossing: two lines through one point, each blurred; the region in which both blurred lines allow an answer.
function scene(root, data, model) {
  "use strict";
  const { answer, widest, lens } = data;  // the true crossing; the largest turn; half the width of the magnified part
  const RADIUS = 2.5;
  const wide = kit.plane({ left: -1.5, right: 4, bottom: -0.75, top: 4.75, width: 400, ticks: [1, 2, 3, 4], label: "Two lines" });
  const near = kit.plane({
    left: answer[0] - lens, right: answer[0] + lens, bottom: answer[1] - lens, top: answer[1] + lens, width: 400, grid: false,
    label: "The crossing, magnified",
  });
  const status = kit.status();
  const numbers = kit.html("p", {});
  const STYLES = ["ck-r1", "ck-r2"];

  const turned = (degrees) => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const grip = () => turned(model.state.angle - 45).map((x, k) => answer[k] + RADIUS * x);
  const handle = kit.handle(wide, {
    name: "Turn line 2", at: grip(), cls: "ck-r2", snap: 0,
    limit(p) {
      const there = (Math.atan2(p[1] - answer[1], p[0] - answer[0]) * 180) / Math.PI + 45;
      const angle = kit.clamp(Math.round(there > 180 ? there - 360 : there), -widest, widest);
      return turned(angle - 45).map((x, k) => Number((answer[k] + RADIUS * x).toFixed(9)));
    },
    describe: () => `${kit.number(model.state.angle)}° against line 1`,
    move(p) {
      const angle = Math.round((Math.atan2(p[1] - answer[1], p[0] - answer[0]) * 180) / Math.PI + 45);
      change({ angle: angle > 180 ? angle - 360 : angle });
    },
  });
  const angle = kit.slider({
    label: "Line 2 turned against line 1", min: -widest, max: widest, step: 1, value: model.state.angle,
    format: (value) => `${kit.number(value)}°`, input: (value) => change({ angle: value }),
  });
  const blur = kit.slider({
    label: "Right-hand sides true to", min: 0, max: 5, step: 0.5, value: model.state.blur,
    format: (value) => `± ${kit.number(value)} %`, input: (value) => change({ blur: value }),
  });

  function change(part) { model.change(part); follow(); }
  // Both lines as unit normal and right-hand side, and by how much that may be off.
  function lines() {
    return [45, 45 + model.state.angle].map(function (degrees) {
      const n = turned(degrees);
      const c = kit.dot(n, answer);
      return { n, c, off: (Math.abs(c) * model.state.blur) / 100 };
    });
  }
  // The four corners of the region, or null while the lines are parallel.
  function corners([one, two]) {
    const det = kit.det2([one.n, two.n]);
    if (Math.abs(det) < 1e-9) { return null; }
    return [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(function ([s, t]) {
      const [c, e] = [one.c + s * one.off, two.c + t * two.off];
      return [(c * two.n[1] - one.n[1] * e) / det, (one.n[0] * e - c * two.n[0]) / det];
    });
  }
  function strip({ n, c, off }) {
    const d = [-n[1], n[0]];
    return [[-1, -9], [1, -9], [1, 9], [-1, 9]].map(([s, t]) => n.map((x, k) => x * (c + s * off) + t * d[k]));
  }
  function drawInto(plane, both, region) {
    plane.clear();
    both.forEach(function (line, i) {
      plane.polygon(strip(line), `ck-plane ${STYLES[i]}`, { style: "fill-opacity:.13" });
    });
    both.forEach((line, i) => plane.line(line.n[0], line.n[1], line.c, `ck-line ${STYLES[i]}`, { style: "stroke-width:2" }));
    plane.polygon(region || strip(both[0]), "ck-solved", { style: `stroke-width:${plane === near ? 1.5 : 2.5}` });
    plane.dot(answer, "ck-point", 5);
  }
  function draw() {
    const both = lines();
    const region = corners(both);
    drawInto(wide, both, region);
    drawInto(near, both, region);
    wide.polygon([[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([s, t]) => [answer[0] + s * lens, answer[1] + t * lens]), "ck-ghost");
    near.segment([answer[0] - 0.3, answer[1] - lens + 0.05], [answer[0] - 0.2, answer[1] - lens + 0.05], "ck-axis");
    near.label([answer[0] - 0.25, answer[1] - lens + 0.05], "0.1", "ck-tick", [0, -6], { "text-anchor": "middle" });
    const [n, c] = [both[1].n, both[1].c];
    const size = Math.max(...n.map(Math.abs));
    numbers.textContent = `Line 1: x + y = 3. Line 2: ${equation(n.map((x) => x / size), c / size, "xy")}.`;
    status.say(said(region));
  }
  function said(region) {
    const { angle: turn, blur: share } = model.state;
    if (!region) { return "The lines lie on each other: every point of the strip fits both equations, and nothing holds x or y."; }
    const [[left, right], [low, high]] = [0, 1].map((k) => [Math.min(...region.map((p) => p[k])), Math.max(...region.map((p) => p[k]))]);
    const off = (100 * Math.max(right - answer[0], answer[0] - left, high - answer[1], answer[1] - low)) / Math.max(...answer);
    return `The lines cross at ${kit.number(Math.abs(turn))}°. With right-hand sides true to ${kit.number(share)} %, x may be anything from ` +
      `${kit.number(left)} to ${kit.number(right)}, and y from ${kit.number(low)} to ${kit.number(high)}: off by up to ${kit.number(off, 1)} % of the larger one.`;
  }
  function follow() {
    handle.set(grip());
    angle.set(model.state.angle);
    blur.set(model.state.blur);
    draw();
  }
  kit.layout(root, [wide, near], [angle, blur, status, numbers]);
  model.listen(follow);
  draw();
}
