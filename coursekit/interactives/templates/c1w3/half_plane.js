// What two scenes share that cut a plane by a line: the shaded side, and the cross on a point of the wrong side.
const cuts = {
  // Shade where score(p), a function without bends, is positive.
  shade(plane, score) {
    const { left, right, bottom, top } = plane;
    const corners = [[left, bottom], [right, bottom], [right, top], [left, top]];
    const inside = corners.flatMap(function (p, k) {
      const q = corners[(k + 1) % 4];
      const [s, t] = [score(p), score(q)];
      const kept = s > 0 ? [p] : [];
      return (s > 0) === (t > 0) ? kept : [...kept, p.map((x, i) => x + (s / (s - t)) * (q[i] - x))];
    });
    if (inside.length > 2) { plane.polygon(inside, "ck-plane ck-r1", { style: "fill-opacity:.16" }); }
  },
  cross(plane, p, size, width) {
    const [x, y] = plane.at(p);
    const d = `M${kit.short(x - size)} ${kit.short(y - size)}l${2 * size} ${2 * size}m0 ${-2 * size}l${-2 * size} ${2 * size}`;
    plane.add(kit.svg("path", { d, class: "ck-cross", style: `stroke-width:${width}` }));
  },
};
