// A piece of the plane: coordinates to pixels and back, and the shapes that every picture is made of.
(function () {
  "use strict";

  // options: left, right, bottom, top (coordinates), width (pixels), label (what the picture is called), grid, axes
  kit.plane = function (options) {
    const { left, right, bottom, top } = options;
    const width = options.width || 380;
    const height = Math.round(options.height || (width * (top - bottom)) / (right - left));
    const svg = kit.svg("svg", {
      viewBox: `0 0 ${width} ${height}`, width, height, class: "ck-picture", role: "group", "aria-label": options.label,
    });
    const paper = kit.svg("rect", { width, height, class: "ck-paper" });
    const ground = kit.svg("g", { "aria-hidden": "true" });
    const shapes = kit.svg("g", {});
    const handles = kit.svg("g", {});
    svg.append(paper, ground, shapes, handles);

    const plane = { svg, width, height, left, right, bottom, top, handles, shapes };
    plane.at = (p) => [((p[0] - left) / (right - left)) * width, ((top - p[1]) / (top - bottom)) * height];
    plane.from = (x, y) => [left + (x / width) * (right - left), top - (y / height) * (top - bottom)];
    plane.clear = () => kit.clear(shapes);
    plane.add = function (...nodes) { shapes.append(...nodes); return nodes[0]; };

    plane.segment = function (p, q, cls, attributes) {
      const [[x1, y1], [x2, y2]] = [plane.at(p), plane.at(q)];
      return plane.add(kit.svg("line", { x1, y1, x2, y2, class: cls, ...attributes }));
    };
    plane.path = function (points, cls, attributes) {
      const d = points.map((p, k) => (k ? "L" : "M") + plane.at(p).map(kit.short).join(" ")).join("");
      return plane.add(kit.svg("path", { d, class: cls, fill: "none", ...attributes }));
    };
    plane.polygon = function (points, cls, attributes) {
      const list = points.map((p) => plane.at(p).map(kit.short).join(",")).join(" ");
      return plane.add(kit.svg("polygon", { points: list, class: cls, ...attributes }));
    };
    plane.dot = function (p, cls = "ck-point", r = 6, attributes = {}) {
      const [cx, cy] = plane.at(p);
      return plane.add(kit.svg("circle", { cx, cy, r, class: cls, ...attributes }));
    };
    // shift: pixels from the point to where the text is written
    plane.label = function (p, words, cls = "ck-pointtext", shift = [8, -8], attributes = {}) {
      const [x, y] = plane.at(p);
      const node = kit.svg("text", { x: x + shift[0], y: y + shift[1], class: cls, ...attributes });
      node.textContent = words;
      return plane.add(node);
    };
    // An arrow whose head is part of the shape: heads made of markers lose their colour in print.
    plane.arrow = function (p, q, cls = "ck-r1", words = "") {
      const [x1, y1] = plane.at(p);
      const [x2, y2] = plane.at(q);
      const length = Math.hypot(x2 - x1, y2 - y1);
      const group = kit.svg("g", { class: `ck-arrow ${cls}` });
      if (length > 1e-9) {
        const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
        const head = Math.min(13, length);
        const [bx, by] = [x2 - head * ux, y2 - head * uy];
        group.append(
          kit.svg("line", { x1, y1, x2: bx, y2: by, class: `ck-line ${cls}` }),
          kit.svg("polygon", {
            points: [[x2, y2], [bx - 5.5 * uy, by + 5.5 * ux], [bx + 5.5 * uy, by - 5.5 * ux]]
              .map((c) => c.map(kit.short).join(",")).join(" "),
            class: `ck-head ${cls}`,
          }),
        );
      }
      plane.add(group);
      if (words) {
        // beyond the tip, in the arrow's own direction, so that it never lies on the shaft
        const reach = length > 1e-9 ? [(14 * (x2 - x1)) / length, (14 * (y2 - y1)) / length] : [12, -12];
        plane.label(q, words, "ck-pointtext", [reach[0], reach[1] + 5], { "text-anchor": "middle" });
      }
      return group;
    };
    // The visible part of a·x + b·y = c; null where it misses the picture.
    plane.line = function (a, b, c, cls, attributes) {
      const ends = [];
      if (b !== 0) { for (const x of [left, right]) { ends.push([x, (c - a * x) / b]); } }
      if (a !== 0) { for (const y of [bottom, top]) { ends.push([(c - b * y) / a, y]); } }
      const slack = 1e-9 * (right - left + top - bottom);
      const seen = ends.filter(([x, y]) =>
        x >= left - slack && x <= right + slack && y >= bottom - slack && y <= top + slack);
      seen.sort((p, q) => p[0] - q[0] || p[1] - q[1]);
      return seen.length > 1 ? plane.segment(seen[0], seen[seen.length - 1], cls, attributes) : null;
    };

    function ruled() {
      const step = options.step || 1;
      for (let x = Math.ceil(left / step) * step; x <= right + 1e-9; x += step) { rule([x, bottom], [x, top], x === 0); }
      for (let y = Math.ceil(bottom / step) * step; y <= top + 1e-9; y += step) { rule([left, y], [right, y], y === 0); }
    }
    function rule(p, q, axis) {
      const [[x1, y1], [x2, y2]] = [plane.at(p), plane.at(q)];
      ground.append(kit.svg("line", { x1, y1, x2, y2, class: axis && options.axes !== false ? "ck-axis" : "ck-grid" }));
    }
    function ticks() {
      for (const value of options.ticks || []) {
        const [x, y0] = plane.at([value, 0]);
        const [x0, y] = plane.at([0, value]);
        const words = kit.number(value);
        if (value > left && value < right) {
          ground.append(kit.svg("text", { x, y: y0 + 14, class: "ck-tick", "text-anchor": "middle" }, words));
        }
        if (value > bottom && value < top && value !== 0) {
          ground.append(kit.svg("text", { x: x0 - 6, y: y + 4, class: "ck-tick", "text-anchor": "end" }, words));
        }
      }
    }
    if (options.grid !== false) { ruled(); ticks(); }
    return plane;
  };
})();
