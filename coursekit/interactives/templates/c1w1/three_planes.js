// Three Planes: two planes stand still; the third is mixed from them, tilted by something new, and shifted.
function scene(root, data, model) {
  "use strict";
  const HALF = 3;
  const STYLES = ["ck-r1", "ck-r2", "ck-r3"];
  const plane = kit.plane({ left: -4.6, right: 4.6, bottom: -4.7, top: 4.7, width: 400, grid: false, label: "Three planes in a cube" });
  const status = kit.status();
  const numbers = kit.html("table", { class: "ck-pairs" });
  const sliders = [
    ["a", "Equation 3 takes equation 1, times", -2, 2, 1], ["b", "and equation 2, times", -2, 2, 1],
    ["t", "Tilt: something new, t·z", -2, 2, 0.5], ["shift", "Shift: right-hand side 3 off by", -2, 2, 0.5],
  ].map(([name, label, min, max, step]) => [name, kit.slider({
    label, min, max, step, value: model.state[name], format: (value) => kit.number(value), input: (value) => change({ [name]: value }),
  })]);
  const turn = kit.slider({ label: "Rotate the cube", min: -90, max: 90, step: 5, value: model.state.turn, format: (v) => `${kit.number(v)}°`, input: (value) => change({ turn: value }) });

  function change(part) { model.change(part); draw(); }
  function third() {
    const { a, b, t, shift } = model.state;
    const [[n, c], [m, e]] = data.fixed;
    return [n.map((x, k) => a * x + b * m[k] + t * (k === 2)), a * c + b * e + shift];
  }
  // A point and the direction of the line in which two planes meet, or null.
  function seam([n, c], [m, e]) {
    const d = kit.cross(n, m);
    const size = kit.dot(d, d);
    if (size < 1e-9) { return null; }
    const [nn, nm, mm] = [kit.dot(n, n), kit.dot(n, m), kit.dot(m, m)];
    return { p: n.map((x, k) => ((c * mm - e * nm) * x + (e * nn - c * nm) * m[k]) / size), d };
  }
  function drawLine(found, space, cls) {
    const ends = found && kit.pierce(found.p, found.d, HALF);
    if (ends) { plane.segment(space.at(ends[0]), space.at(ends[1]), cls); }
  }
  function common(planes) {
    const { t, shift } = model.state;
    const z = shift / t;
    return t === 0 ? null : [planes[0][1] - z, planes[1][1] - z, z];
  }
  function draw() {
    const planes = [...data.fixed, third()];
    const space = kit.space(model.state.turn, 24);
    const { t, shift } = model.state;
    const point = common(planes);
    plane.clear();
    kit.frame(plane, space, HALF);
    planes.forEach(function ([n, c], k) {
      const corners = kit.cut(n, c, HALF).map(space.at);
      if (!corners.length) { return; }
      plane.polygon(corners, `ck-plane ${STYLES[k]}`, { style: "fill-opacity:.16" });
      plane.polygon(corners, `ck-outline ${STYLES[k]}`);
    });
    [[0, 1], [0, 2], [1, 2]].forEach(([i, k]) => drawLine(seam(planes[i], planes[k]), space, "ck-seam"));
    if (t === 0 && shift === 0) { drawLine(seam(planes[0], planes[1]), space, "ck-solved"); }
    if (point && point.every((x) => Math.abs(x) <= HALF)) { plane.dot(space.at(point), "ck-point", 8); }
    kit.clear(numbers);
    planes.forEach(([n, c], k) => numbers.append(kit.html("tr", {},
      kit.html("th", {}, `Equation ${k + 1}`), kit.html("td", {}, equation(n, c, "xyz")))));
    status.say(said(point, kit.det3(planes.map(([n]) => n))));
  }
  function said(point, det) {
    const { a, b, shift } = model.state;
    const mix = `${kit.number(a)} times row 1 plus ${kit.number(b)} times row 2`;
    const value = `Determinant ${kit.number(det)}`;
    if (point) {
      const far = point.every((x) => Math.abs(x) <= HALF) ? "" : ", outside the cube";
      return `A point: ${kit.point(point)}${far}. ${value}: row 3 brings something that rows 1 and 2 do not have.`;
    }
    if (shift === 0) { return `A line of points. ${value}: row 3 is ${mix}, on both sides, and says nothing new.`; }
    return `Nothing: no point lies on all three. ${value}: the left side of row 3 is ${mix}, but its right side is off by ${kit.number(shift)}.`;
  }
  function follow() {
    sliders.forEach(([name, slider]) => slider.set(model.state[name]));
    turn.set(model.state.turn);
    draw();
  }
  kit.layout(root, [plane], [...sliders.map(([, slider]) => slider), turn, status, numbers]);
  model.listen(follow);
  draw();
}
