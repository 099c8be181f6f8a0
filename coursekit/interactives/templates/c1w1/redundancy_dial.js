// Redundancy Dial: the third column of a box is mixed from the other two and from something new.
function scene(root, data, model) {
  "use strict";
  const { u, v, fresh } = data;  // two columns that stay, and what is new in the third
  const plane = kit.plane({ left: -3.6, right: 5.6, bottom: -3, top: 3.8, width: 420, grid: false, label: "The box of three columns" });
  const chart = kit.plane({ left: -1.45, right: 1.2, bottom: -1.9, top: 9.4, width: 300, height: 260, grid: false, label: "Volume against the share of new" });
  const status = kit.status();
  const numbers = kit.html("div", {});
  const sliders = [["new", "Dial: share of something new", -1, 0.1], ["a", "First column mixed in, times", 0, 0.25], ["b", "Second column mixed in, times", 0, 0.25]]
    .map(([name, label, min, step]) => [name, kit.slider({
      label, min, max: 1, step, value: model.state[name], format: (value) => kit.number(value), input: (value) => change({ [name]: value }),
    })]);
  const turn = kit.slider({ label: "Rotate the box", min: 0, max: 90, step: 5, value: model.state.turn, format: (x) => `${x}°`, input: (value) => change({ turn: value }) });

  function change(part) { model.change(part); draw(); }
  const third = () => u.map((x, k) => model.state.a * x + model.state.b * v[k] + model.state.new * fresh[k]);
  const volume = (w) => kit.dot(kit.cross(u, v), w);

  function drawBox(w) {
    const turned = kit.space(model.state.turn, 24);
    const centre = turned.at(u.map((x, k) => (x + v[k]) / 2));  // the box turns about the middle of its base
    const space = { ...turned, at: (p) => turned.at(p).map((x, k) => x - centre[k]) };
    const floor = [[-0.5, -0.5], [2, -0.5], [2, 1.7], [-0.5, 1.7]].map(([s, t]) => u.map((x, k) => s * x + t * v[k]));
    const zero = [0, 0, 0];
    plane.clear();
    plane.polygon(floor.map(space.at), "ck-ghost");
    kit.faces(plane, space, kit.box(u, v, w).map((points) => ({ points, cls: volume(w) < 0 ? "ck-area ck-flipped" : "ck-area", attributes: { style: "fill-opacity:.13" } })));
    plane.segment(space.at(w), space.at([w[0], w[1], 0]), "ck-ghost");
    [u, v, w].forEach((column, k) => plane.arrow(space.at(zero), space.at(column), `ck-r${k + 1}`, String(k + 1)));
  }
  function drawChart(w) {
    const share = model.state.new;
    const size = Math.abs(volume(w));
    chart.clear();
    chart.segment([-1.1, 0], [1.1, 0], "ck-axis");
    chart.segment([0, 0], [0, 9], "ck-axis");
    [[-1, "−1"], [0, "0"], [1, "1"]].forEach(([x, words]) => chart.label([x, 0], words, "ck-tick", [0, 16], { "text-anchor": "middle" }));
    [4, 8].forEach((y) => chart.label([0, y], String(y), "ck-tick", [-7, 4], { "text-anchor": "end" }));
    const most = volume(fresh);
    chart.path([[-1, most], [0, 0], [1, most]], "ck-line ck-r1");
    chart.dot([share, size], "ck-point", 7);
    chart.label([-1.35, 8.7], "volume", "ck-tick", [0, 0]);
    chart.label([1.15, 0], "share of new", "ck-tick", [0, 31], { "text-anchor": "end" });
  }
  function draw() {
    const w = third();
    drawBox(w);
    drawChart(w);
    kit.clear(numbers);
    numbers.append("As columns: ", kit.matrix([0, 1, 2].map((k) => [u[k], v[k], w[k]])));
    status.say(said(w));
  }
  function said(w) {
    const { a, b, new: share } = model.state;
    const base = Math.hypot(...kit.cross(u, v));
    const det = volume(w);
    const part = share < 0 ? `(${kit.number(share)})` : kit.number(share);
    const mix = `Third column: ${kit.number(a)} × first + ${kit.number(b)} × second + ${part} × new = ${kit.point(w)}.`;
    if (share === 0) { return `${mix} Its arrow lies in the plane of the other two: the box is flat, its volume is 0, and the column says nothing new.`; }
    const inside = det < 0 ? " (the determinant is negative: the box is turned inside out)" : "";
    return `${mix} Base ${kit.number(base)} times height ${kit.number(Math.abs(det) / base)}: volume ${kit.number(Math.abs(det))}${inside}.`;
  }
  function follow() {
    sliders.forEach(([name, slider]) => slider.set(model.state[name]));
    turn.set(model.state.turn);
    draw();
  }
  kit.layout(root, [plane, chart], [...sliders.map(([, slider]) => slider), turn, status, numbers]);
  model.listen(follow);
  draw();
}
