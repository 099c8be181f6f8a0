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

  kit.det2 = (a) => a[0][0] * a[1][1] - a[0][1] * a[1][0];
  kit.det3 = (a) =>
    a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1]) -
    a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0]) +
    a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0]);
  kit.times = (a, b) => a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
  kit.image = (a, x) => a.map((row) => row.reduce((sum, entry, k) => sum + entry * x[k], 0));
})();
