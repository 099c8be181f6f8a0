// Things in space, drawn on a plane: parallel projection, turned about the upright axis and tilted towards the reader.
(function () {
  "use strict";

  // turn and tilt in degrees; space.at([x, y, z]) -> [u, v] on the plane, space.depth(p): larger is nearer to the reader
  kit.space = function (turn, tilt) {
    const [a, b] = [(turn * Math.PI) / 180, (tilt * Math.PI) / 180];
    const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
    const along = (p) => -sa * p[0] + ca * p[1];
    return {
      at: (p) => [ca * p[0] + sa * p[1], sb * along(p) + cb * p[2]],
      depth: (p) => -cb * along(p) + sb * p[2],
    };
  };

  // Draw faces [{points, cls, attributes}] from far to near, so that nearer ones cover farther ones.
  kit.faces = function (plane, space, faces) {
    const middle = (face) => face.points.reduce((sum, p) => sum + space.depth(p), 0) / face.points.length;
    [...faces].sort((one, other) => middle(one) - middle(other)).forEach(function (face) {
      plane.polygon(face.points.map(space.at), face.cls, face.attributes);
    });
  };

  // The six faces of the box spanned by three arrows from a corner.
  kit.box = function (u, v, w, corner = [0, 0, 0]) {
    const sum = (...arrows) => arrows.reduce((p, q) => p.map((x, k) => x + q[k]), corner);
    const sides = [[u, v, w], [v, w, u], [w, u, v]];
    return sides.flatMap(([p, q, r]) => [
      [sum(), sum(p), sum(p, q), sum(q)],
      [sum(r), sum(r, p), sum(r, p, q), sum(r, q)],
    ]);
  };

  // Where the plane n·p = c cuts the cube [-half, half]³: the corners of a polygon in order, or none.
  kit.cut = function (n, c, half) {
    const ends = [];
    for (const axis of [0, 1, 2]) {
      const [j, k] = [0, 1, 2].filter((other) => other !== axis);
      for (const a of [-half, half]) {
        for (const b of [-half, half]) {
          if (Math.abs(n[axis]) < 1e-9) { continue; }
          const value = (c - n[j] * a - n[k] * b) / n[axis];
          if (Math.abs(value) > half + 1e-9) { continue; }
          const p = [0, 0, 0];
          [p[axis], p[j], p[k]] = [value, a, b];
          if (!ends.some((q) => Math.hypot(...q.map((x, i) => x - p[i])) < 1e-7)) { ends.push(p); }
        }
      }
    }
    if (ends.length < 3) { return []; }
    // sorted by the angle around their middle, in a basis of the plane
    const middle = [0, 1, 2].map((i) => ends.reduce((sum, p) => sum + p[i], 0) / ends.length);
    const u = ends[0].map((x, i) => x - middle[i]);
    const v = kit.cross(n, u);
    const angle = (p) => Math.atan2(kit.dot(v, p.map((x, i) => x - middle[i])) / Math.hypot(...v),
      kit.dot(u, p.map((x, i) => x - middle[i])) / Math.hypot(...u));
    return ends.sort((p, q) => angle(p) - angle(q));
  };
  // The two ends of the line p + t·d inside the cube, or null.
  kit.pierce = function (p, d, half) {
    let [low, high] = [-Infinity, Infinity];
    for (const i of [0, 1, 2]) {
      if (Math.abs(d[i]) < 1e-12) {
        if (Math.abs(p[i]) > half) { return null; }
        continue;
      }
      const ts = [(-half - p[i]) / d[i], (half - p[i]) / d[i]].sort((a, b) => a - b);
      [low, high] = [Math.max(low, ts[0]), Math.min(high, ts[1])];
    }
    return low < high ? [low, high].map((t) => p.map((x, i) => x + t * d[i])) : null;
  };
  // The cube's edges and its three axes through the middle, drawn as a frame for what is inside.
  kit.frame = function (plane, space, half) {
    for (const axis of [0, 1, 2]) {
      const [j, k] = [0, 1, 2].filter((other) => other !== axis);
      for (const a of [-half, half]) {
        for (const b of [-half, half]) {
          const ends = [-half, half].map(function (x) { const p = [0, 0, 0]; [p[axis], p[j], p[k]] = [x, a, b]; return p; });
          plane.segment(space.at(ends[0]), space.at(ends[1]), "ck-grid");
        }
      }
      const tips = [-half, half].map((x) => [0, 1, 2].map((i) => (i === axis ? x : 0)));
      plane.segment(space.at(tips[0]), space.at(tips[1]), "ck-axis");
      plane.label(space.at(tips[1]), "xyz"[axis], "ck-tick", [4, -3]);
    }
  };

  kit.dot = (u, v) => u.reduce((sum, x, i) => sum + x * v[i], 0);
  kit.cross = (u, v) => [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
  kit.det2 = (a) => a[0][0] * a[1][1] - a[0][1] * a[1][0];
  kit.det3 = (a) =>
    a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1]) -
    a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0]) +
    a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0]);
  kit.times = (a, b) => a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
  kit.image = (a, x) => a.map((row) => row.reduce((sum, entry, k) => sum + entry * x[k], 0));
})();
