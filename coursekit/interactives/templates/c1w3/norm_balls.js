// Norm Balls: the points of length 1 under a p-norm, and the same shape grown until it meets a neighbour.
function scene(root, data, model) {
  "use strict";
  const ball = kit.plane({ left: -2.2, right: 2.2, bottom: -2.2, top: 2.2, width: 330, ticks: [-2, -1, 1, 2], label: "The points of length 1, and one arrow" });
  const town = kit.plane({ left: -6.5, right: 6.5, bottom: -6.5, top: 6.5, width: 360, ticks: [-5, 5], label: "Five places, and where you stand" });
  const status = kit.status();
  const table = kit.html("table", { class: "ck-pairs" });
  const names = Object.keys(data.points);

  const power = (p) => (p === "inf" ? Infinity : p);
  const words = (p) => (p === "inf" ? "∞" : kit.number(p));
  const slider = kit.slider({
    label: "p", min: 0, max: data.sizes.length - 1, step: 1, value: data.sizes.indexOf(model.state.p),
    format: (at) => words(data.sizes[at]),
    input(at) { model.change({ p: data.sizes[at] }); draw(); },
  });
  const tip = kit.handle(ball, {
    name: "Tip of the arrow", at: model.state.v, cls: "ck-r1", within: [-2, 2, -2, 2],
    move(p) { model.change({ v: p }); draw(); },
  });
  const stand = kit.handle(town, {
    name: "Where you stand", at: model.state.here, step: 0.5, within: [-6, 6, -6, 6],
    move(p) { model.change({ here: p }); draw(); },
  });

  function length(x, p) {
    const most = Math.max(...x.map(Math.abs));
    if (most === 0 || p === Infinity) { return most; }
    return most * x.reduce((sum, entry) => sum + Math.abs(entry / most) ** p, 0) ** (1 / p);
  }
  // 64 directions, among them those of the corners; the shape is drawn through all points at this length
  function outline(p, size, middle) {
    return Array.from({ length: 64 }, function (_, k) {
      const direction = [Math.cos((k * Math.PI) / 32), Math.sin((k * Math.PI) / 32)];
      return direction.map((x, i) => middle[i] + (size * x) / length(direction, p));
    });
  }
  function draw() {
    const { v, here } = model.state;
    const p = power(model.state.p);
    const far = names.map((name) => [name, length(data.points[name].map((x, i) => x - here[i]), p)]);
    far.sort((one, other) => one[1] - other[1]);
    const ties = far.filter(([, distance]) => distance < far[0][1] + 1e-9).map(([name]) => name);

    ball.clear();
    [1, 2, Infinity].forEach((other) => ball.polygon(outline(other, 1, [0, 0]), "ck-ghost"));
    ball.polygon(outline(p, 1, [0, 0]), "ck-area");
    ball.arrow([0, 0], v, "ck-r1");

    town.clear();
    if (far[0][1] > 0) { town.polygon(outline(p, far[0][1], here), "ck-area"); }
    for (const name of names) {
      const at = data.points[name];
      if (ties.includes(name)) { town.segment(here, at, "ck-line ck-r2"); }
      town.dot(at, ties.includes(name) ? "ck-flag" : "ck-point", 6);
      town.label(at, name, "ck-pointtext", [9, -8]);
    }
    town.label(here, "you", "ck-pointtext", [-12, 24]);
    kit.clear(table);
    table.append(kit.html("tr", {}, kit.html("th", {}, "place"), kit.html("th", {}, "distance")));
    far.forEach(([name, distance]) => table.append(kit.html("tr", {},
      kit.html("td", {}, name), kit.html("td", {}, kit.number(distance)))));
    status.say(said(far, ties, p));
  }
  function said(far, ties, p) {
    const { v, here } = model.state;
    const nearest = ties.length > 1
      ? `${ties.join(" and ")} are equally near, at distance ${kit.number(far[0][1])}.`
      : `${far[0][0]} is nearest, at distance ${kit.number(far[0][1])}; ${far[1][0]} follows at ${kit.number(far[1][1])}.`;
    return `p = ${words(model.state.p)}: the arrow ${kit.point(v)} has length ${kit.number(length(v, p))}. From ${kit.point(here)}, ${nearest}`;
  }
  kit.layout(root, [ball, town], [slider, status, table]);
  model.listen(function () {
    slider.set(data.sizes.indexOf(model.state.p));
    tip.set(model.state.v);
    stand.set(model.state.here);
    draw();
  });
  draw();
}
