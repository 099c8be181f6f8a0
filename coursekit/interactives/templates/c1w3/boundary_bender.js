// Boundary Bender: the line on which w·x + b = 0, among flowers.
function scene(root, data, model) {
  "use strict";
  const DRAWN = 0.5;  // the arrow w is drawn at this size, so that it stays in the picture
  const CENTRE = [3.2, 2.2];
  const plane = kit.plane({ left: -0.4, right: 7.6, bottom: -0.55, top: 3.6, width: 420, ticks: [1, 2, 3, 4, 5, 6, 7], label: "Petals: length to the right, width upwards, in cm" });
  const status = kit.status();
  const round = (value, step) => Number((Math.round(value / step) * step).toFixed(9));
  let hold = CENTRE;  // where the line is held: a point of it

  const task = kit.choice({
    legend: "Which question", value: model.state.task, choices: data.names.map((name) => [name, name]),
    change(value) { model.change({ task: value }); draw(); },
  });
  const numbers = [["w₁, for the length", 0, 3], ["w₂, for the width", 1, 3], ["b, the bias", 2, 15]].map(([label, k, most]) => kit.slider({
    label, min: -most, max: most, step: k < 2 ? 0.1 : 0.05, value: [...model.state.w, model.state.b][k],
    input(value) {
      const w = [...model.state.w];
      if (k < 2) { w[k] = value; }
      change({ w, b: k < 2 ? model.state.b : value });
    },
  }));
  const line = kit.handle(plane, {
    name: "Point of the line", at: hold, step: 0.1, snap: 0, within: [0, 7.4, 0, 3.4],
    move(p) { hold = p; change({ b: kit.clamp(round(-kit.dot(model.state.w, p), 0.05), -15, 15) }); },
  });
  const arrow = kit.handle(plane, {
    name: "Tip of the arrow w", at: hold, cls: "ck-r2", step: 0.1, snap: 0,
    move(p) {
      const w = p.map((x, i) => kit.clamp(round((x - hold[i]) / DRAWN, 0.1), -3, 3));
      change({ w, b: kit.clamp(round(-kit.dot(w, hold), 0.05), -15, 15) });
    },
  });

  function change(part) { model.change(part); follow(); }
  const score = (p) => kit.dot(model.state.w, p) + model.state.b;
  const none = () => model.state.w.every((x) => x === 0);
  // the nearest point of the line, kept inside the picture
  function foot(p) {
    const { w } = model.state;
    return none() ? p : p.map((x, i) => x - (score(p) * w[i]) / kit.dot(w, w));
  }
  function draw() {
    const { w, b } = model.state;
    plane.clear();
    cuts.shade(plane, score);
    const flowers = data.tasks[model.state.task];
    flowers.forEach(([x, y, above]) => plane.dot([x, y], above ? "ck-flag" : "ck-point", above ? 4 : 3.4, { style: above ? "" : "stroke-width:1.8" }));
    const wrong = flowers.filter(([x, y, above]) => (score([x, y]) > 0) !== (above === 1));
    wrong.forEach(([x, y]) => cuts.cross(plane, [x, y], 6, 2));
    if (!none()) {
      plane.line(w[0], w[1], -b, "ck-line ck-r1");
      plane.arrow(hold, hold.map((x, i) => x + DRAWN * w[i]), "ck-r2", "w");
    }
    plane.label([7.5, 0], "length", "ck-tick", [0, -6], { "text-anchor": "end" });
    plane.label([0, 3.4], "width", "ck-tick", [6, 4]);
    status.say(said(wrong.length, flowers.length));
  }
  function said(wrong, all) {
    const { w, b } = model.state;
    const term = (value, words) => `${value < 0 ? "− " : "+ "}${kit.number(Math.abs(value))}${words}`;
    const formula = `Score = ${kit.number(w[0])}·length ${term(w[1], "·width")} ${term(b, "")}.`;
    const verdict = wrong === 0 ? `All ${all} flowers are on their side.` : `${wrong} of ${all} flowers on the wrong side.`;
    return none() ? `${formula} The weights are 0: no line, and every flower gets the same score. ${verdict}` : `${formula} ${verdict}`;
  }
  function follow() {
    hold = foot(hold);
    if (hold[0] < 0 || hold[0] > 7.4 || hold[1] < 0 || hold[1] > 3.4) { hold = foot(CENTRE); }
    task.set(model.state.task);
    [...model.state.w, model.state.b].forEach((value, k) => numbers[k].set(value));
    line.set(hold);
    arrow.set(hold.map((x, i) => x + DRAWN * model.state.w[i]));
    draw();
  }
  kit.layout(root, [plane], [task, ...numbers, status]);
  model.listen(function () { hold = CENTRE; follow(); });
  follow();
}
