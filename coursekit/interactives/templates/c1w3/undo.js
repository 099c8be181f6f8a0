// Undo: the grid after a given map and after a second one, which the reader makes.
function scene(root, data, model) {
  "use strict";
  const frame = { left: -3.5, right: 3.5, bottom: -3.5, top: 3.5, width: 360, ticks: [-2, 2] };
  const bent = kit.plane({ ...frame, label: "The grid after both maps" });
  const own = kit.plane({ ...frame, label: "Your map: where it sends the two arrows" });
  const status = kit.status();
  const numbers = kit.html("div", {});
  const FLAG = [[0.2, 0.2], [0.2, 0.8], [0.7, 0.65], [0.2, 0.5]];

  const which = kit.choice({
    legend: "First map", value: model.state.map, choices: data.names.map((name) => [name, name]),
    change(value) { model.change({ map: value, a: [1, 0], b: [0, 1] }); follow(); },
  });
  const handles = [["a", "Where your map sends (1, 0)", "ck-r1"], ["b", "Where your map sends (0, 1)", "ck-r2"]]
    .map(([name, words, cls]) => [name, kit.handle(own, {
      name: words, at: model.state[name], cls, within: [-3, 3, -3, 3], move(p) { model.change({ [name]: p }); draw(); },
    })]);

  function draw() {
    const { a, b, map } = model.state;
    const A = data.maps[map];
    const B = [[a[0], b[0]], [a[1], b[1]]];
    const both = kit.times(B, A);
    bent.clear();
    for (let k = -8; k <= 8; k += 1) {
      bent.segment(kit.image(both, [k, -8]), kit.image(both, [k, 8]), "ck-warped");
      bent.segment(kit.image(both, [-8, k]), kit.image(both, [8, k]), "ck-warped");
    }
    const square = [[0, 0], [1, 0], [1, 1], [0, 1]].map((p) => kit.image(both, p));
    bent.polygon(square, kit.det2(both) < 0 ? "ck-area ck-flipped" : "ck-area");
    bent.polygon(FLAG.map((p) => kit.image(both, p)), "ck-flag");
    bent.arrow([0, 0], kit.image(both, [1, 0]), "ck-r1");
    bent.arrow([0, 0], kit.image(both, [0, 1]), "ck-r2");
    own.clear();
    own.arrow([0, 0], a, "ck-r1");
    own.arrow([0, 0], b, "ck-r2");
    kit.clear(numbers);
    const named = [["First map: ", A], ["Yours: ", B], ["Both: ", both]];  // a name stays beside its matrix
    named.forEach(([name, M]) => numbers.append(kit.html("span", { style: "display:inline-block;margin-right:1em" }, name, kit.matrix(M))));
    status.say(said(A, both));
  }
  function said(A, both) {
    const ends = [[1, 0], [0, 1]].map((p) => kit.image(both, p));
    const where = `After both maps (1, 0) is at ${kit.point(ends[0])} and (0, 1) at ${kit.point(ends[1])}.`;
    const undone = ends.every((p, k) => Math.abs(p[0] - (k === 0)) + Math.abs(p[1] - (k === 1)) < 1e-9);
    if (undone) { return `${where} Undone: every point is back.`; }
    if (kit.det2(A) === 0) {
      return `${where} The first map pressed the plane onto a line. Different points lie on top of each other now, and no map can tell them apart.`;
    }
    return where;
  }
  function follow() {
    which.set(model.state.map);
    handles.forEach(([name, handle]) => handle.set(model.state[name]));
    draw();
  }
  kit.layout(root, [bent, own], [which, status, numbers]);
  model.listen(follow);
  draw();
}
