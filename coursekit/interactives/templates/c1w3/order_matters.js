// Order Matters: one house, two moves, two orders.
function scene(root, data, model) {
  "use strict";
  const HOUSE = [[0, 0], [1, 0], [1, 1], [0.5, 1.5], [0, 1]];
  const DOOR = [[0.6, 0], [0.85, 0], [0.85, 0.5], [0.6, 0.5]];
  const frame = { left: -3, right: 3, bottom: -3, top: 3, width: 330, ticks: [-2, 2] };
  const first = kit.plane({ ...frame, label: "Turn, then shear" });
  const second = kit.plane({ ...frame, label: "Shear, then turn" });
  const status = kit.status();
  const products = kit.html("div", {});

  const angle = kit.slider({ label: "Turn to the left", min: 0, max: 180, step: 15, value: model.state.angle, format: (v) => `${v}°`, input: (v) => change({ angle: v }) });
  const shear = kit.slider({ label: "Shear", min: -2, max: 2, step: 0.25, value: model.state.shear, input: (v) => change({ shear: v }) });

  function change(part) { model.change(part); draw(); }
  function matrices() {
    const t = (model.state.angle * Math.PI) / 180;
    const clean = (x) => Number(x.toFixed(12));
    const turn = [[clean(Math.cos(t)), clean(-Math.sin(t))], [clean(Math.sin(t)), clean(Math.cos(t))]];
    const slant = [[1, model.state.shear], [0, 1]];
    return [kit.times(slant, turn), kit.times(turn, slant)];
  }
  function house(plane, A, words) {
    plane.clear();
    plane.polygon(HOUSE, "ck-ghost");
    plane.polygon(HOUSE.map((p) => kit.image(A, p)), "ck-area");
    plane.polygon(DOOR.map((p) => kit.image(A, p)), "ck-flag");
    plane.arrow([0, 0], kit.image(A, [1, 0]), "ck-r1");
    plane.arrow([0, 0], kit.image(A, [0, 1]), "ck-r2");
    plane.label([-2.9, 2.65], words, "ck-caption", [0, 0]);
  }
  function draw() {
    const [one, other] = matrices();
    house(first, one, "turn, then shear");
    house(second, other, "shear, then turn");
    kit.clear(products);
    products.append(kit.html("div", {}, "Turn, then shear: ", kit.matrix(one)), kit.html("div", {}, "Shear, then turn: ", kit.matrix(other)));
    const same = one.every((row, i) => row.every((x, j) => Math.abs(x - other[i][j]) < 1e-9));
    const { angle: degrees, shear: slant } = model.state;
    status.say(`Turn by ${degrees}°, shear by ${kit.number(slant)}. ` + (same
      ? "Here the order makes no difference."
      : `Turning first, (0, 1) ends at ${kit.point(kit.image(one, [0, 1]))}; shearing first, at ${kit.point(kit.image(other, [0, 1]))}.`));
  }
  kit.layout(root, [first, second], [angle, shear, status, products]);
  model.listen(function () { angle.set(model.state.angle); shear.set(model.state.shear); draw(); });
  draw();
}
