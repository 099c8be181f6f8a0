// Solution-Set Viewer: three planes in a cube, and all points that lie on each of them.
function scene(root, data, model) {
  "use strict";
  const HALF = 3;
  const SHAPES = ["a single point", "a line", "a plane", "all of space"];
  const plane = kit.plane({ left: -4.6, right: 4.6, bottom: -4.7, top: 4.7, width: 400, grid: false, label: "Three planes and their common points" });
  const status = kit.status();
  const equations = kit.html("table", { class: "ck-pairs" });

  const rank = kit.slider({ label: "Rank", min: 0, max: 3, step: 1, value: model.state.rank, input(value) { model.change({ rank: value, s: 0, t: 0 }); follow(); } });
  const fits = kit.choice({
    legend: "Right-hand sides", value: model.state.fits, choices: [[true, "that fit together"], [false, "one changed"]],
    change: (value) => change({ fits: value }),
  });
  const walks = ["t", "s"].map((name) => kit.slider({
    label: `Free number ${name}`, min: -2, max: 2, step: 0.25, value: model.state[name], input: (value) => change({ [name]: value }),
  }));
  const turn = kit.slider({ label: "Turn the cube", min: 0, max: 90, step: 5, value: model.state.turn, format: (v) => `${v}°`, input: (value) => change({ turn: value }) });

  function change(part) { model.change(part); draw(); }
  function system() {
    const both = data[String(model.state.rank)];
    return model.state.fits || !both.clash ? both.fits : both.clash;
  }
  function solution(shown) {
    const { s, t } = model.state;
    return shown.point.map((x, i) => shown.directions.reduce((sum, d, k) => sum + [t, s, 0][k] * d[i], x));
  }

  function drawPlanes(shown, space) {
    shown.rows.forEach(function (row, k) {
      const corners = kit.cut(row.slice(0, 3), row[3], HALF);
      if (!corners.length) { return; }
      plane.polygon(corners.map(space.at), `ck-plane ck-r${k + 1}`, { style: "fill-opacity:.16" });
      plane.polygon(corners.map(space.at), `ck-outline ck-r${k + 1}`);
    });
  }
  function drawSolutions(shown, space) {
    const free = shown.directions.length;
    if (free === 2) {
      const corners = kit.cut(kit.cross(...shown.directions), kit.dot(kit.cross(...shown.directions), shown.point), HALF);
      plane.polygon(corners.map(space.at), "ck-solved");
    } else if (free === 1) {
      const ends = kit.pierce(shown.point, shown.directions[0], HALF);
      if (ends) { plane.segment(space.at(ends[0]), space.at(ends[1]), "ck-solved"); }
    }
    plane.dot(space.at(solution(shown)), "ck-point", 7);
  }
  function draw() {
    const shown = system();
    const space = kit.space(model.state.turn, 24);
    plane.clear();
    kit.frame(plane, space, HALF);
    drawPlanes(shown, space);
    if (shown.point) { drawSolutions(shown, space); }
    kit.clear(equations);
    equations.append(kit.html("tr", {}, kit.html("th", {}, "Equations"), kit.html("th", {}, "Reduced")));
    shown.equations.forEach((words, k) => equations.append(kit.html("tr", {}, kit.html("td", {}, words), kit.html("td", {}, shown.reduced[k]))));
    walks[0].node.hidden = !shown.point || shown.directions.length < 1;
    walks[1].node.hidden = !shown.point || shown.directions.length < 2;
    fits.node.disabled = !data[String(model.state.rank)].clash;
    status.say(said(shown));
  }
  function said(shown) {
    const { rank: r } = model.state;
    if (!shown.point) {
      const row = shown.reduced.find((words) => words.startsWith("0 =") && words !== "0 = 0");
      return `Rank ${r}, and after elimination a row says ${row}: no point lies on all of them, there is no solution.`;
    }
    const free = shown.free.length ? `free: ${shown.free.join(", ")}` : "no unknown is free";
    const always = data[String(r)].clash ? "" : " With rank 3 every right-hand side has a solution.";
    return `Rank ${r}: 3 − ${r} = ${3 - r} free (${free}). The solutions are ${SHAPES[3 - r]}, ` +
      `and the dot is ${kit.point(solution(shown))}.${always}`;
  }
  function follow() {
    rank.set(model.state.rank);
    fits.set(model.state.fits);
    walks[0].set(model.state.t);
    walks[1].set(model.state.s);
    turn.set(model.state.turn);
    draw();
  }
  kit.layout(root, [plane], [rank, fits, ...walks, turn, status, equations]);
  model.listen(follow);
  draw();
}
