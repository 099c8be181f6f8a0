// Four Spaces: row space and null space on the left, the images of both on the right.
function scene(root, data, model) {
  "use strict";
  const HALF = 3;
  const left = kit.plane({ left: -4.6, right: 4.6, bottom: -4.7, top: 4.7, width: 380, grid: false, label: "Space: where x lives" });
  const right = kit.plane({ left: -8.8, right: 8.8, bottom: -8.8, top: 8.8, width: 380, ticks: [-4, 4], label: "The plane: where Ax lives" });
  const status = kit.status();
  const shownMatrix = kit.html("div", {});

  const which = kit.choice({
    legend: "Matrix", value: model.state.matrix, choices: Object.keys(data).map((name) => [name, name]),
    change(value) { model.change({ matrix: value, u: 1, v: 0, s: 0 }); follow(); },  // the sliders move along
  });
  const sliders = [["u", "Along the row space, u"], ["v", "Along the row space, v"], ["s", "Along the null space, s"]]
    .map(([name, label]) => [name, kit.slider({
      label, min: -2, max: 2, step: 0.25, value: model.state[name], input: (value) => change({ [name]: value }),
    })]);
  const turn = kit.slider({ label: "Turn the cube", min: 0, max: 90, step: 5, value: model.state.turn, format: (v) => `${v}°`, input: (value) => change({ turn: value }) });

  function change(part) { model.change(part); draw(); }
  function sum(basis, factors) { return [0, 1, 2].map((i) => basis.reduce((total, b, k) => total + factors[k] * b[i], 0)); }

  function subspace(basis, space, cls) {
    if (basis.length === 2) {
      const corners = kit.cut(kit.cross(...basis), 0, HALF).map(space.at);
      left.polygon(corners, `ck-plane ${cls}`, { style: "fill-opacity:.2" });
      left.polygon(corners, `ck-outline ${cls}`);
    } else {
      const ends = kit.pierce([0, 0, 0], basis[0], HALF).map(space.at);
      left.segment(ends[0], ends[1], `ck-line ${cls}`);
    }
  }
  function draw() {
    const { A, row, null: zero } = data[model.state.matrix];
    const { u, v, s } = model.state;
    const [seen, lost] = [sum(row, [u, v]), sum(zero, [s, 0])];
    const x = seen.map((entry, i) => entry + lost[i]);
    const space = kit.space(model.state.turn, 22);

    left.clear();
    kit.frame(left, space, HALF);
    subspace(row, space, "ck-r1");
    subspace(zero, space, "ck-r2");
    left.segment(space.at(seen), space.at(x), "ck-ghost");
    left.dot(space.at(seen), "ck-seen", 5);
    left.dot(space.at(x), "ck-point", 7);
    left.label(space.at(x), "x", "ck-pointtext", [10, -8]);

    right.clear();
    const images = row.map((b) => kit.image(A, b));
    if (row.length === 1) {
      const [a, b] = images[0];
      right.line(-b, a, 0, "ck-line ck-r1");  // the column space is a line
      right.line(a, b, 0, "ck-line ck-r2");  // at right angles to it, what no x reaches
      ["solid: column space", "dashed: never reached"].forEach((words, k) =>
        right.label([8.4, -7.2 - 0.9 * k], words, "ck-tick", [0, 0], { "text-anchor": "end" }));
    }
    right.dot(kit.image(A, x), "ck-point", 7);
    right.label(kit.image(A, x), "Ax", "ck-pointtext", [10, -8]);

    kit.clear(shownMatrix);
    shownMatrix.append("A = ", kit.matrix(A));
    sliders[1][1].node.hidden = row.length < 2;
    status.say(said(A, x, seen, lost));
  }
  function said(A, x, seen, lost) {
    const { row, null: zero } = data[model.state.matrix];
    const names = ["", "a line", "a plane"];
    return `x = ${kit.point(x)} is ${kit.point(seen)} in the row space (${names[row.length]}) plus ${kit.point(lost)} in the ` +
      `null space (${names[zero.length]}). A sends the second part to ${kit.point(kit.image(A, lost))}, so Ax = ${kit.point(kit.image(A, x))}.`;
  }
  function follow() {
    which.set(model.state.matrix);
    sliders.forEach(([name, slider]) => slider.set(model.state[name]));
    turn.set(model.state.turn);
    draw();
  }
  kit.layout(root, [left, right], [which, ...sliders.map(([, slider]) => slider), turn, status, shownMatrix]);
  model.listen(follow);
  draw();
}
