// Plane Warp: the columns of a matrix are two arrows that can be dragged.
function scene(root, data, model) {
  "use strict";
  const plane = kit.plane({ left: -3.5, right: 3.5, bottom: -3.5, top: 3.5, width: 400, label: "The plane and its image", ticks: [-2, 2] });
  const status = kit.status();
  const numbers = kit.html("div", { "aria-hidden": "true" });
  const FLAG = [[0.2, 0.2], [0.2, 0.8], [0.7, 0.65], [0.2, 0.5]];

  const handles = [
    ["a", "Image of the first basis arrow", "ck-r1"],
    ["b", "Image of the second basis arrow", "ck-r2"],
  ].map(([name, words, cls]) => [name, kit.handle(plane, {
    name: words, at: model.state[name], cls, within: [-3, 3, -3, 3],
    move(p) { model.change({ [name]: p }); draw(); },
  })]);
  const again = kit.button({
    label: "Start again",
    click() { model.change({ a: [1, 0], b: [0, 1] }); follow(); },
  });

  function image(p) {
    const { a, b } = model.state;
    return [a[0] * p[0] + b[0] * p[1], a[1] * p[0] + b[1] * p[1]];
  }
  function draw() {
    const { a, b } = model.state;
    const area = kit.det2([[a[0], b[0]], [a[1], b[1]]]);
    plane.clear();
    for (let k = -8; k <= 8; k += 1) {
      plane.segment(image([k, -8]), image([k, 8]), "ck-warped");
      plane.segment(image([-8, k]), image([8, k]), "ck-warped");
    }
    plane.polygon([[0, 0], a, image([1, 1]), b], area < 0 ? "ck-area ck-flipped" : "ck-area");
    plane.polygon(FLAG.map(image), "ck-flag");
    plane.arrow([0, 0], a, "ck-r1");
    plane.arrow([0, 0], b, "ck-r2");
    status.say(said(area));
    kit.clear(numbers);
    numbers.append(kit.html("p", {}, "As a matrix, image by image in columns:"), kit.matrix([[a[0], b[0]], [a[1], b[1]]]));
  }
  function said(area) {
    const { a, b } = model.state;
    const where = `(1, 0) goes to ${kit.point(a)} and (0, 1) to ${kit.point(b)}.`;
    if (area === 0) { return `${where} The square is flat: its area is 0, and the plane has lost a dimension.`; }
    const side = area < 0 ? ", and it is turned over as in a mirror" : "";
    return `${where} The unit square now has area ${kit.number(Math.abs(area), 3)}${side}.`;
  }
  function follow() {
    handles.forEach(([name, handle]) => handle.set(model.state[name]));
    draw();
  }
  kit.layout(root, [plane], [status, numbers, again]);
  model.listen(follow);
  draw();
}
