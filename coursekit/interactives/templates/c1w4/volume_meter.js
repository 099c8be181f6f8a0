// Volume Meter: floor times height, with a sign.
function scene(root, data, model) {
  "use strict";
  const box = kit.plane({ left: -3.6, right: 4.2, bottom: -2.9, top: 3.3, width: 420, grid: false, label: "The box spanned by three arrows" });
  const floor = kit.plane({ left: -3, right: 3, bottom: -3, top: 3, width: 300, ticks: [-2, 2], label: "The floor, seen from above" });
  const status = kit.status();
  const numbers = kit.html("div", {});

  const handles = [["u", "First arrow, on the floor", "ck-r1"], ["v", "Second arrow, on the floor", "ck-r2"]].map(([name, words, cls]) =>
    [name, kit.handle(floor, { name: words, at: model.state[name], cls, step: 0.5, within: [-2.5, 2.5, -2.5, 2.5], move: (p) => change({ [name]: p }) })]);
  const lean = kit.handle(floor, {
    name: "Above which point of the floor the third arrow ends", at: model.state.tip.slice(0, 2), cls: "ck-r3", step: 0.5,
    within: [-2.5, 2.5, -2.5, 2.5], move: (p) => change({ tip: [...p, model.state.tip[2]] }),
  });
  const height = kit.slider({
    label: "Height of the third arrow", min: -2, max: 2, step: 0.25, value: model.state.tip[2],
    input: (value) => change({ tip: [model.state.tip[0], model.state.tip[1], value] }),
  });
  const swap = kit.button({ label: "Exchange the first two arrows", click() { change({ u: model.state.v, v: model.state.u }); follow(); } });
  const turn = kit.slider({ label: "Turn the picture", min: 0, max: 90, step: 5, value: model.state.turn, format: (x) => `${x}°`, input: (value) => change({ turn: value }) });

  function change(part) { model.change(part); draw(); }
  function arrows() { return [[...model.state.u, 0], [...model.state.v, 0], model.state.tip]; }

  function draw() {
    const [u, v, w] = arrows();
    const space = kit.space(model.state.turn, 25);
    const volume = kit.det3([u, v, w]);
    const edge = volume < 0 ? "ck-area ck-flipped" : "ck-area";
    box.clear();
    for (let k = -2; k <= 2; k += 1) {
      box.segment(space.at([k, -2, 0]), space.at([k, 2, 0]), "ck-grid");
      box.segment(space.at([-2, k, 0]), space.at([2, k, 0]), "ck-grid");
    }
    kit.faces(box, space, kit.box(u, v, w).map((points) => ({ points, cls: edge, attributes: { style: "fill-opacity:.12" } })));
    [[u, "ck-r1"], [v, "ck-r2"], [w, "ck-r3"]].forEach(([arrow, cls]) => box.arrow(space.at([0, 0, 0]), space.at(arrow), cls));

    floor.clear();
    floor.polygon([[0, 0], model.state.u, [u[0] + v[0], u[1] + v[1]], model.state.v], kit.det2([u, v].map((a) => a.slice(0, 2))) < 0 ? "ck-area ck-flipped" : "ck-area");
    floor.arrow([0, 0], model.state.u, "ck-r1");
    floor.arrow([0, 0], model.state.v, "ck-r2");
    floor.segment([0, 0], w.slice(0, 2), "ck-ghost");

    kit.clear(numbers);
    numbers.append("Arrows in columns: ", kit.matrix([0, 1, 2].map((i) => [u[i], v[i], w[i]])));
    status.say(said(volume));
  }
  function said(volume) {
    const ground = kit.det2([model.state.u, model.state.v]);
    const high = model.state.tip[2];
    const tip = kit.point(model.state.tip.slice(0, 2));
    const turned = ground < 0 ? " (negative: the second arrow lies clockwise of the first)" : "";
    const product = `Floor ${kit.number(ground, 3)}${turned} times height ${kit.number(high)}, with the tip over ${tip}: the determinant is ${kit.number(volume, 3)}.`;
    if (volume === 0) { return `${product} The box is flat.`; }
    return `${product} The volume is ${kit.number(Math.abs(volume), 3)}; the arrows stand like a ${volume > 0 ? "right" : "left"} hand.`;
  }
  function follow() {
    handles.forEach(([name, handle]) => handle.set(model.state[name]));
    lean.set(model.state.tip.slice(0, 2));
    height.set(model.state.tip[2]);
    turn.set(model.state.turn);
    draw();
  }
  kit.layout(root, [box, floor], [height, swap, turn, status, numbers]);
  model.listen(follow);
  draw();
}
