// Pictures of a system (rows of fractions): lines in a window, or planes in a box. Same geometry as the live version.
const SIDE = 360, HALF = 4, TILT = 22 * Math.PI / 180, UNIT = SIDE / 13.4;
function esc(text) { return String(text).replace(/[&<>"]/g, (c) => "&#" + c.charCodeAt(0) + ";"); }
function tag(name, attributes, inside) {
  const written = Object.entries(attributes).map(([k, v]) => " " + k + '="' + (typeof v === "number" ? +v.toFixed(2) : esc(v)) + '"');
  return "<" + name + written.join("") + ">" + (inside || "") + "</" + name + ">";
}
function words(content, x, y, attributes) { return tag("text", Object.assign({ x: x, y: y }, attributes), esc(content)); }
function rowTag(number, at) {
  const x = Math.min(Math.max(at[0], 16), SIDE - 16), y = Math.min(Math.max(at[1], 14), SIDE - 14);
  return tag("rect", { x: x - 13, y: y - 10, width: 26, height: 20, rx: 5, class: "ck-tag ck-r" + number }) +
    words("R" + number, x, y + 4.5, { class: "ck-tagtext", "text-anchor": "middle" });
}
function dot(at, label) {
  return tag("circle", { cx: at[0], cy: at[1], r: 6, class: "ck-point" }) + words(label, at[0] + 11, at[1] - 10, { class: "ck-pointtext" });
}
function strokeLine(p, q, kind) { return tag("line", { x1: p[0], y1: p[1], x2: q[0], y2: q[1], class: kind }); }
function direction(row) { const lead = row.find((v) => !isZero(v)) || ONE; return row.map((v) => showFrac(over(v, lead))).join(); }
function ghosts(rows, before) { const now = rows.map(direction); return before.filter((row) => !now.includes(direction(row))); }

function drawLines(rows, before, point) {
  const low = -3, high = 5, span = high - low;
  const at = (p) => [(p[0] - low) / span * SIDE, (high - p[1]) / span * SIDE];
  function segment(a, b, c) {
    const ends = [];
    if (a === 0 && b === 0) { return null; }
    if (b !== 0) { ends.push([low, (c - a * low) / b], [high, (c - a * high) / b]); }
    if (a !== 0) { ends.push([(c - b * low) / a, low], [(c - b * high) / a, high]); }
    const inside = (v) => v >= low - 1e-8 && v <= high + 1e-8;
    const seen = ends.filter((p) => inside(p[0]) && inside(p[1])).sort((p, q) => p[0] - q[0] || p[1] - q[1]);
    return seen.length > 1 ? [seen[0], seen[seen.length - 1]] : null;
  }
  function line(a, b, c, kind) { const s = segment(a, b, c); return s ? strokeLine(at(s[0]), at(s[1]), kind) : ""; }
  let out = "";
  for (let v = low; v <= high; v += 1) { out += line(1, 0, v, v ? "ck-grid" : "ck-axis") + line(0, 1, v, v ? "ck-grid" : "ck-axis"); }
  for (const v of [-2, 2, 4]) {
    const label = String(v).replace("-", "\u2212"), h = at([v, 0]), w = at([0, v]);
    out += words(label, h[0], h[1] + 13, { class: "ck-tick", "text-anchor": "middle" }) + words(label, w[0] - 5, w[1] + 4, { class: "ck-tick", "text-anchor": "end" });
  }
  for (const row of ghosts(rows, before)) { const v = row.map(num); out += line(v[0], v[1], v[2], "ck-ghost"); }
  rows.forEach((row, i) => {
    const v = row.map(num), s = segment(v[0], v[1], v[2]);
    out += line(v[0], v[1], v[2], "ck-line ck-r" + (i + 1));
    if (s) { const t = i === 0 ? 0.93 : 0.07; out += rowTag(i + 1, at([s[0][0] + t * (s[1][0] - s[0][0]), s[0][1] + t * (s[1][1] - s[0][1])])); }
  });
  return out + (point ? dot(at(point.map(num)), showPoint(point)) : "");
}

function drawPlanes(rows, before, point, degrees) {
  const turn = degrees * Math.PI / 180;
  function eye(p) {
    const right = -Math.sin(turn) * p[0] + Math.cos(turn) * p[1], near = Math.cos(turn) * p[0] + Math.sin(turn) * p[1];
    return [right, Math.cos(TILT) * p[2] - Math.sin(TILT) * near, Math.sin(TILT) * p[2] + Math.cos(TILT) * near];
  }
  const project = (p) => { const e = eye(p); return [SIDE / 2 + e[0] * UNIT, SIDE / 2 - e[1] * UNIT]; };
  const path = (polygon) => polygon.map((p) => project(p).map((v) => v.toFixed(1)).join()).join(" ");
  const height = (w, p) => w[0] * p[0] + w[1] * p[1] + w[2] * p[2] - w[3];
  const between = (p, q, hp, hq) => p.map((v, k) => v + hp / (hp - hq) * (q[k] - v));
  const corners = [];
  for (const x of [-HALF, HALF]) { for (const y of [-HALF, HALF]) { for (const z of [-HALF, HALF]) { corners.push([x, y, z]); } } }
  const edges = [];
  corners.forEach((p, i) => corners.slice(i + 1).forEach((q) => { if (p.filter((v, k) => v !== q[k]).length === 1) { edges.push([p, q]); } }));
  function inBox(w) {
    const hits = [];
    if (!w[0] && !w[1] && !w[2]) { return hits; }
    for (const [p, q] of edges) { const a = height(w, p), b = height(w, q); if (a !== b && a * b <= 0) { hits.push(between(p, q, a, b)); } }
    if (hits.length < 3) { return []; }
    const middle = [0, 1, 2].map((k) => hits.reduce((sum, hit) => sum + hit[k], 0) / hits.length);
    const axis = [0, 1, 2].reduce((best, k) => (Math.abs(w[k]) > Math.abs(w[best]) ? k : best), 0);
    const [u, v] = [0, 1, 2].filter((k) => k !== axis);
    const angle = (hit) => Math.atan2(hit[v] - middle[v], hit[u] - middle[u]);
    return hits.sort((p, q) => angle(p) - angle(q)).filter((hit, i, all) => hit.join() !== all[(i + all.length - 1) % all.length].join());
  }
  function half(polygon, w, side) {
    const kept = [];
    polygon.forEach((q, i) => {
      const p = polygon[(i + polygon.length - 1) % polygon.length], a = side * height(w, p), b = side * height(w, q);
      if (a * b < 0) { kept.push(between(p, q, a, b)); }
      if (b >= 0) { kept.push(q); }
    });
    return kept;
  }
  const planes = rows.map((row) => row.map(num)), pieces = [];
  const centre = point ? project(point.map(num)) : [SIDE / 2, SIDE / 2], taken = [centre, [centre[0] + 45, centre[1] - 15]];
  let tags = "", seams = "", box = "", old = "";
  for (const [p, q] of edges) { box += strokeLine(project(p), project(q), "ck-grid"); }
  ["x", "y", "z"].forEach((name, k) => {
    const end = [-HALF, -HALF, -HALF]; end[k] = HALF;
    const a = project([-HALF, -HALF, -HALF]), b = project(end);
    box += strokeLine(a, b, "ck-axis") + words(name, b[0] + (b[0] - a[0]) * 0.06, b[1] + (b[1] - a[1]) * 0.06 + 4, { class: "ck-tick", "text-anchor": "middle" });
  });
  planes.forEach((w, i) => {
    const outline = inBox(w);
    if (!outline.length) { return; }
    let cut = [outline];
    planes.forEach((o, j) => { if (j !== i) { cut = cut.flatMap((piece) => [half(piece, o, 1), half(piece, o, -1)]).filter((piece) => piece.length > 2); } });
    for (const piece of cut) {
      pieces.push([piece.reduce((sum, p) => sum + eye(p)[2], 0) / piece.length, tag("polygon", { points: path(piece), class: "ck-plane ck-r" + (i + 1) })]);
    }
    tags += tag("polygon", { points: path(outline), class: "ck-outline ck-r" + (i + 1) }) ;
    const near = (at) => Math.min(...taken.map((other) => Math.hypot(at[0] - other[0], at[1] - other[1])));
    taken.push(outline.map(project).reduce((best, at) => (near(at) > near(best) ? at : best)));
    tags += rowTag(i + 1, taken[taken.length - 1]);
    planes.slice(i + 1).forEach((o) => {
      const ends = [];
      outline.forEach((q, m) => { const p = outline[(m + outline.length - 1) % outline.length], a = height(o, p), b = height(o, q); if (a * b < 0) { ends.push(between(p, q, a, b)); } });
      if (ends.length === 2) { seams += strokeLine(project(ends[0]), project(ends[1]), "ck-seam"); }
    });
  });
  for (const row of ghosts(rows, before)) { old += tag("polygon", { points: path(inBox(row.map(num))), class: "ck-ghost" }); }
  pieces.sort((p, q) => p[0] - q[0]);
  return box + pieces.map((piece) => piece[1]).join("") + seams + old + tags + (point ? dot(centre, showPoint(point)) : "");
}
