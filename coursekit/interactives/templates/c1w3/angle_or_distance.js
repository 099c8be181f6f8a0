// Angle or Distance?: two pictures of 64 numbers, drawn as pictures and as arrows in the plane that holds both.
function scene(root, data, model) {
  "use strict";
  const MOST = 1.5;  // times its own ink
  const pictures = kit.plane({ left: 0, right: 28, bottom: -2.2, top: 9, width: 420, grid: false, label: "The two pictures and their difference" });
  const plane = kit.plane({ left: -8, right: 100, bottom: -14, top: 76, width: 420, grid: false, label: "The same pictures as two arrows" });
  const status = kit.status();
  const { names } = data;
  const size = (v) => Math.hypot(...v);

  function seen() {
    const [a, b] = [data.first, data.others[model.state.other]];
    const angle = Math.acos(kit.dot(a, b) / (size(a) * size(b)));
    const error = a.map((x, i) => x - model.state.ink * b[i]);
    const corner = (180 / Math.PI) * Math.acos(kit.clamp(kit.dot(error, b) / (size(error) * size(b)), -1, 1));
    return { a, b, angle, error, corner, ray: [Math.cos(angle) * size(b), Math.sin(angle) * size(b)] };
  }
  const onRay = (ink) => seen().ray.map((x) => ink * x);
  function inkAt(p) {
    const { ray } = seen();
    return kit.clamp(Math.round((20 * kit.dot(p, ray)) / kit.dot(ray, ray)), 1, 20 * MOST) / 20;
  }
  const tip = kit.handle(plane, {
    name: "Tip of the second arrow", at: onRay(model.state.ink), cls: "ck-r2", step: 8, snap: 0,
    limit: (p) => onRay(inkAt(p)), describe: (p) => `ink × ${kit.number(inkAt(p))}`,
    move(p) { model.change({ ink: inkAt(p) }); follow(); },
  });
  const slider = kit.slider({
    label: "Ink of the second picture", min: 0.05, max: MOST, step: 0.05, value: model.state.ink,
    format: (ink) => `× ${kit.number(ink)}`, input(ink) { model.change({ ink }); follow(); },
  });
  const which = kit.choice({
    legend: "Second picture", value: model.state.other, choices: names.map((name) => [name, name]),
    change(other) { model.change({ other }); follow(); },
  });

  // 64 squares; shade(value) is a grey from 0 (black) to 255 (white)
  function squares(left, values, shade, words) {
    const side = pictures.width / 28;
    values.forEach(function (value, k) {
      const [x, y] = pictures.at([left + (k % 8), 8.5 - Math.floor(k / 8)]);
      const grey = Math.round(kit.clamp(shade(value), 0, 255));
      pictures.add(kit.svg("rect", { x, y, width: side + 0.4, height: side + 0.4, fill: `rgb(${grey},${grey},${grey})`, "shape-rendering": "crispEdges" }));
    });
    const [x, y] = pictures.at([left, 8.5]);
    pictures.add(kit.svg("rect", { x, y, width: 8 * side, height: 8 * side, fill: "none", class: "ck-seam" }));
    pictures.label([left + 4, 0.5], words, "ck-caption", [0, 17], { "text-anchor": "middle" });
  }
  function draw() {
    const { a, b, angle, error, corner, ray } = seen();
    const { ink, other } = model.state;
    pictures.clear();
    const shade = (value) => 255 - (255 * value) / (16 * MOST);
    squares(0.5, a, shade, "first, a 3");
    squares(10, b.map((x) => ink * x), shade, `${other}, × ${kit.number(ink)}`);
    squares(19.5, error, (value) => 150 - 6.25 * value, "difference");

    plane.clear();
    plane.segment([0, 0], ray.map((x) => MOST * x), "ck-ghost");
    plane.segment([size(a), 0], onRay(ink), "ck-line ck-r3");
    plane.arrow([0, 0], [size(a), 0], "ck-r1");
    plane.arrow([0, 0], onRay(ink), "ck-r2");
    const arc = Array.from({ length: 17 }, (_, k) => [14 * Math.cos((k * angle) / 16), 14 * Math.sin((k * angle) / 16)]);
    plane.path(arc, "ck-seam");
    plane.label([21 * Math.cos(angle / 2), 21 * Math.sin(angle / 2)], `${kit.number((180 * angle) / Math.PI, 1)}°`, "ck-pointtext", [0, 5], { "text-anchor": "middle" });
    plane.label([size(a) / 2, 0], "first", "ck-pointtext", [0, 20], { "text-anchor": "middle" });
    const between = onRay(ink).map((x, i) => (x + [size(a), 0][i]) / 2);
    plane.label(between, kit.number(size(error), 1), "ck-pointtext", [8, -6]);
    if (ink === best(a, b)) { square(ray, onRay(ink)); }
    status.say(said(angle, size(error), ink === best(a, b) ? corner : null));
  }
  const best = (a, b) => Math.round((20 * kit.dot(a, b)) / kit.dot(b, b)) / 20;  // the step with the shortest distance
  // the sign of a right angle, at the tip, between the second arrow and the dotted line
  function square(ray, at) {
    const u = ray.map((x) => (5 * x) / size(ray));
    const w = [u[1], -u[0]];
    plane.path([[at[0] - u[0], at[1] - u[1]], [at[0] - u[0] + w[0], at[1] - u[1] + w[1]], [at[0] + w[0], at[1] + w[1]]], "ck-seam");
  }
  function said(angle, distance, corner) {
    const { ink, other } = model.state;
    const words = `A 3, and ${other} with its ink × ${kit.number(ink)}: distance ${kit.number(distance, 1)}, angle ${kit.number((180 * angle) / Math.PI, 1)}°.`;
    return corner === null ? words
      : `${words} No step of the slider comes nearer: the dotted line meets the dashed arrow at ${kit.number(corner, 0)}°.`;
  }
  function follow() {
    which.set(model.state.other);
    slider.set(model.state.ink);
    tip.set(onRay(model.state.ink));
    draw();
  }
  kit.layout(root, [pictures, plane], [slider, which, status]);
  model.listen(follow);
  draw();
}
