// The Impossible Four: one line, four corners, three patterns; one of them cannot be cut.
function scene(root, data, model) {
  "use strict";
  const plane = kit.plane({ left: -0.8, right: 1.8, bottom: -0.8, top: 1.8, width: 380, label: "Four corners and a line" });
  const status = kit.status();
  const record = kit.html("p", {});
  const best = {};  // by pattern, while the picture is open

  const pattern = kit.choice({
    legend: "Pattern", value: model.state.pattern, choices: data.names.map((name) => [name, name]),
    change(value) { model.change({ pattern: value }); draw(); },
  });
  const handles = [["p", "First point of the line"], ["q", "Second point of the line"]].map(([name, words]) => [name, kit.handle(plane, {
    name: words, at: model.state[name], step: 0.05, within: [-0.75, 1.75, -0.75, 1.75],
    move(p) { model.change({ [name]: p }); draw(); },
  })]);
  const swap = kit.button({ label: "Exchange the sides", click() { model.change({ over: !model.state.over }); draw(); } });

  function score(x) {  // positive on the shaded side: to the left of the way from p to q, or to the right of it
    const { p, q, over } = model.state;
    const turn = (q[0] - p[0]) * (x[1] - p[1]) - (q[1] - p[1]) * (x[0] - p[0]);
    return over ? turn : -turn;
  }
  function draw() {
    const { pattern: name, p, q } = model.state;
    plane.clear();
    cuts.shade(plane, score);
    const normal = [q[1] - p[1], p[0] - q[0]];
    plane.line(normal[0], normal[1], kit.dot(normal, p), "ck-line ck-r1");
    let right = 0;
    const wrong = [];
    data.corners.forEach(function (corner, k) {
      const filled = data.patterns[name][k] === 1;
      const square = [[-1, -1], [1, -1], [1, 1], [-1, 1]].map((by) => corner.map((x, i) => x + 0.055 * by[i]));
      plane.polygon(square, filled ? "ck-flag" : "ck-point");  // handles are round
      plane.label(corner, kit.point(corner), "ck-tick", [16, -12]);
      const s = score(corner);
      if (Math.abs(s) > 1e-9 && (s > 0) === filled) { right += 1; return; }
      wrong.push(kit.point(corner));
      cuts.cross(plane, corner, 13, 3.4);
    });
    best[name] = Math.max(best[name] || 0, right);
    record.textContent = `Best so far for "${name}": ${best[name]} of 4.`;
    status.say(said(right, wrong));
  }
  function said(right, wrong) {
    const { pattern: name, p, q } = model.state;
    if (p[0] === q[0] && p[1] === q[1]) { return "The two points are one: pull them apart to make a line."; }
    const verdict = right === 4 ? "All 4 corners are on their side." : `${right} of 4 corners are right; ${wrong.join(" and ")} ${wrong.length > 1 ? "are" : "is"} not.`;
    return `Pattern "${name}", line through ${kit.point(p)} and ${kit.point(q)}: ${verdict}`;
  }
  kit.layout(root, [plane], [pattern, swap, status, record]);
  model.listen(function () {
    pattern.set(model.state.pattern);
    handles.forEach(([name, handle]) => handle.set(model.state[name]));
    draw();
  });
  draw();
}
