// A figure whose handles are dragged, or moved with the arrow keys; shapes follow them.
function scene(root, data, model) {
  "use strict";
  const [left, right, bottom, top] = data.window;
  const plane = kit.plane({
    left, right, bottom, top, width: 400, label: data.description,
    ticks: [-8, -6, -4, -2, 2, 4, 6, 8],
  });
  const status = kit.status();
  const CLASSES = ["ck-soft", "ck-r1", "ck-r2", "ck-r3"];
  const TURN = { ArrowLeft: 2, ArrowUp: 2, ArrowRight: -2, ArrowDown: -2 };  // degrees
  const handles = data.handles.map(handle);

  function spot(where) {
    if (Array.isArray(where)) { return where; }
    if (where.of) { return kit.image(where.matrix, point(where.of)); }
    return where.split("+").map(point).reduce((sum, p) => [sum[0] + p[0], sum[1] + p[1]]);
  }
  function point(name) {
    return model.state.points[data.handles.findIndex((own) => own.name === name)];
  }
  function angle(p) { return (Math.atan2(p[1], p[0]) * 180) / Math.PI; }
  function words(own, p) { return own.on_circle ? `angle ${kit.number(angle(p), 1)}°` : kit.point(p, 2); }

  function handle(own, k) {
    const size = Math.hypot(...own.at);
    const step = data.snap || (right - left) / 80;
    const onCircle = (p) => {
      const length = Math.hypot(...p);
      return length > 0 ? p.map((value) => (value * size) / length) : own.at;
    };
    const made = kit.handle(plane, {
      name: `point ${own.name}`, at: model.state.points[k], step, snap: own.on_circle ? 0 : data.snap,
      limit: own.on_circle ? onCircle : undefined,
      describe: (p) => words(own, p),
      move: (p) => moved(k, p),
    });
    if (own.on_circle) {
      // arrow keys turn it; this comes before the handle's own keys
      made.node.addEventListener("keydown", function (event) {
        if (!TURN[event.key]) { return; }
        const turned = ((angle(model.state.points[k]) + TURN[event.key] * (event.shiftKey ? 5 : 1)) * Math.PI) / 180;
        const p = [size * Math.cos(turned), size * Math.sin(turned)];
        made.set(p);
        moved(k, p);
        event.preventDefault();
        event.stopImmediatePropagation();
      }, { capture: true });
    }
    return made;
  }

  function moved(k, p) {
    const points = model.state.points.map((old, j) => (j === k ? p : old));
    if (box) { box.set(false); }
    model.change({ points, moved: true, ticked: false });
    draw();
  }

  function line([p, q], cls) {
    const [a, b] = [q[1] - p[1], p[0] - q[0]];
    return plane.line(a, b, a * p[0] + b * p[1], cls);
  }
  // At the right end of a line, inside the picture, where no handle is likely to be.
  function label(drawn, words) {
    if (!drawn || !words) { return; }
    const [x, y] = [Number(drawn.getAttribute("x2")), Number(drawn.getAttribute("y2"))];
    const node = kit.svg("text", {
      x: kit.clamp(x - 8, 8, plane.width - 8), y: kit.clamp(y - 8, 18, plane.height - 8),
      class: "ck-pointtext", "text-anchor": "end",
    }, words);
    plane.add(node);
  }
  function cross(p) {
    const [x, y] = plane.at(p);
    plane.add(kit.svg("path", { d: `M${x - 6} ${y - 6}l12 12m0 -12l-12 12`, class: "ckq-cross" }));
  }
  // An arrow that ends at a handle has its label at its middle: the tip has the handle's name.
  function arrow(drawn, [p, q], cls) {
    const held = data.handles.some((own) => own.name === drawn.spots[1]);
    plane.arrow(p, q, cls, held ? "" : drawn.label);
    if (held && drawn.label) { plane.label([(p[0] + q[0]) / 2, (p[1] + q[1]) / 2], drawn.label, "ck-pointtext", [-6, -10]); }
  }
  function shape(drawn) {
    const spots = drawn.spots.map(spot);
    const cls = CLASSES[drawn.style];
    const end = spots[spots.length - 1];
    if (drawn.what === "line") { label(line(spots, `ck-line ${cls}`), drawn.label); return; }
    if (drawn.what === "segment") { plane.segment(spots[0], spots[1], `ck-line ${cls}`); }
    if (drawn.what === "arrow") { arrow(drawn, spots, cls); return; }
    if (drawn.what === "polygon") {
      plane.polygon(spots, drawn.style === 0 ? "ckq-target" : `ck-outline ckq-filled ${cls}`);
    }
    if (drawn.what === "point") { spots.forEach((p) => plane.dot(p, "ckq-dot", 6)); }
    if (drawn.what === "cross") { spots.forEach(cross); }
    if (drawn.label) { plane.label(end, drawn.label); }
  }
  function draw() {
    plane.clear();
    data.shapes.forEach(shape);
    data.handles.forEach((own, k) => plane.label(model.state.points[k], own.name, "ck-pointtext", [11, -11]));
    plane.svg.classList.toggle("ckq-off", model.state.ticked);
    const where = data.handles.map((own, k) => `${own.name} ${words(own, model.state.points[k])}`).join(", ");
    status.say(model.state.ticked ? `Ticked: ${data.tick}.` : `${where}.`);
  }

  const box = data.tick ? kit.checkbox({
    label: data.tick, checked: model.state.ticked,
    change(ticked) { model.change({ ticked }); draw(); },
  }) : null;

  model.listen(function () {
    handles.forEach((made, k) => made.set(model.state.points[k]));
    if (box) { box.set(model.state.ticked); }
    draw();
  });
  kit.layout(root, [plane], box ? [status, box] : [status]);
  draw();
}
