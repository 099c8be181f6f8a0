function showPoint(point) { return "(" + point.map(showFrac).join(", ") + ")"; }
function equation(row) {
  let out = "";
  row.slice(0, -1).forEach((v, k) => {
    if (isZero(v)) { return; }
    const negative = v.n < 0n, magnitude = size(v);
    const sign = out === "" ? (negative ? "\u2212" : "") : (negative ? " \u2212 " : " + ");
    out += sign + (same(magnitude, ONE) ? "" : showFactor(magnitude)) + "xyz"[k];
  });
  return (out || "0") + " = " + showFrac(row[row.length - 1]);
}
function moveText(move) {
  const target = "R" + move.row;
  if (move.kind === "swap") { return target + " \u2194 R" + move.source; }
  if (move.kind === "scale") { return target + " \u2190 " + showFactor(move.factor) + "\u00b7" + target; }
  const magnitude = size(move.factor);
  return target + " \u2190 " + target + (move.factor.n < 0n ? " \u2212 " : " + ") + (same(magnitude, ONE) ? "" : showFactor(magnitude) + "\u00b7") + "R" + move.source;
}
function inverse(move) {
  if (move.kind === "swap") { return move; }
  return Object.assign({}, move, { factor: move.kind === "add" ? minus(move.factor) : over(ONE, move.factor) });
}
function problemWith(move) {
  if (move.kind !== "scale" && move.row === move.source) {
    return "Choose two different rows: " + (move.kind === "swap" ? "swapping a row with itself changes nothing." : "adding a row to itself is a scaling, and perhaps one by 0.");
  }
  if (move.kind === "scale" && isZero(move.factor)) {
    return "0\u00b7R" + move.row + " is 0 = 0: the equation is gone and nothing can bring it back, so this is not a move.";
  }
  return "";
}
function after(rows, move) {
  const made = rows.slice(), t = move.row - 1, s = move.source - 1;
  if (move.kind === "swap") { [made[t], made[s]] = [made[s], made[t]]; }
  else if (move.kind === "scale") { made[t] = rows[t].map((v) => times(move.factor, v)); }
  else { made[t] = rows[t].map((v, k) => plus(v, times(move.factor, rows[s][k]))); }
  return made;
}
function commonPoint(start) {
  const rows = start.map((row) => row.slice());
  for (let c = 0; c < rows.length; c += 1) {
    const found = rows.findIndex((row, i) => i >= c && !isZero(row[c]));
    if (found < 0) { return null; }
    [rows[c], rows[found]] = [rows[found], rows[c]];
    rows[c] = rows[c].map((v) => over(v, rows[c][c]));
    rows.forEach((row, i) => { if (i !== c) { rows[i] = row.map((v, k) => plus(v, minus(times(row[c], rows[c][k])))); } });
  }
  return rows.map((row) => row[row.length - 1]);
}
function isStaircase(rows) { return rows.every((row, i) => row.slice(0, i + 1).every((v, c) => isZero(v) === (c < i))); }
function isSolved(rows) { return rows.every((row, i) => row.slice(0, -1).every((v, c) => same(v, c === i ? ONE : ZERO))); }

(function () {
  const $ = (id) => document.getElementById(id);
  const picked = (name) => document.querySelector('input[name="' + name + '"]:checked').value;
  const systems = DATA.systems.map((rows) => rows.map((row) => row.map(parseFrac)));
  const standard = DATA.factors.map(parseFrac);
  let factors = standard, start = systems[0], played = [], refusal = "";
  const now = () => (played.length ? played[played.length - 1].rows : start);
  const chosen = () => ({ kind: picked("kind"), row: Number(picked("row")), source: Number(picked("source")), factor: factors[Number($("factor").value)] });

  function setFactor(value) {
    factors = standard.some((f) => same(f, value)) ? standard : standard.concat([value]).sort((p, q) => num(p) - num(q));
    $("factor").max = factors.length - 1;
    $("factor").value = factors.findIndex((f) => same(f, value));
  }
  function report() {
    if (!played.length) { return "No move yet. Choose one: the dotted grey shape shows where the chosen row was."; }
    const move = played[played.length - 1].move, count = played.length;
    const said = "Move " + count + ": " + moveText(move) + ". The way back is " + moveText(inverse(move)) + ".";
    if (isSolved(now())) { return said + " Solved in " + count + " move" + (count > 1 ? "s" : "") + ": every row names one unknown."; }
    return isStaircase(now()) ? said + " Staircase reached: the last row has one unknown left." : said;
  }
  function redraw() {
    const rows = now(), move = chosen(), problem = problemWith(move);
    const vanishing = move.kind === "scale" && isZero(move.factor);
    const seen = !problem || vanishing ? after(rows, move) : rows;
    const point = commonPoint(seen), three = rows.length === 3;
    $("set-source").hidden = move.kind === "scale";
    $("set-factor").hidden = move.kind === "swap";
    $("set-turn").hidden = !three;
    document.querySelectorAll('input[value="3"]').forEach((radio) => { radio.parentElement.hidden = !three && radio.name !== "prediction"; });
    const inside = three ? drawPlanes(seen, rows, point, Number($("turn").value)) : drawLines(seen, rows, point);
    const label = rows.length + (three ? " planes. " : " lines. ") + seen.map((row, i) => "R" + (i + 1) + ": " + equation(row)).join("; ") +
      (point ? ". They meet at " + showPoint(point) + "." : ". There is no single point common to these " + (three ? "planes." : "lines."));
    $("picture").innerHTML = tag("svg", { viewBox: "0 0 " + SIDE + " " + SIDE, role: "img", "aria-label": label, class: "ck-picture" },
      tag("rect", { width: SIDE, height: SIDE, class: "ck-paper" }) + inside);
    $("factor-value").textContent = showFrac(move.factor);
    $("factor").setAttribute("aria-valuetext", showFrac(move.factor));
    $("move").textContent = moveText(move);
    $("preview").textContent = refusal || problem || "would say " + equation(seen[move.row - 1]);
    $("equations").innerHTML = rows.map((row, i) => tag("tr", {}, tag("td", {}, "R" + (i + 1)) + tag("td", {}, esc(equation(row))))).join("");
    $("status").textContent = report();
  }
  function check(name, value) { document.querySelector('input[name="' + name + '"][value="' + value + '"]').checked = true; }

  document.querySelectorAll('input[name="system"]').forEach((radio) => radio.addEventListener("change", () => {
    start = systems[Number(picked("system"))]; played = []; check("row", 2); check("source", 1); refusal = ""; redraw();
  }));
  ["kind", "row", "source"].forEach((name) => document.querySelectorAll('input[name="' + name + '"]').forEach((radio) =>
    radio.addEventListener("change", () => { refusal = ""; redraw(); })));
  ["factor", "turn"].forEach((id) => $(id).addEventListener("input", () => { refusal = ""; redraw(); }));
  $("clear").addEventListener("click", () => {
    const move = chosen(), row = now()[move.row - 1], source = now()[move.source - 1];
    if (move.kind === "add" && move.row !== move.source) {
      const k = source.slice(0, -1).findIndex((v) => !isZero(v));
      setFactor(minus(over(row[k], source[k])));
    } else if (move.kind === "scale") {
      setFactor(over(ONE, row.slice(0, -1).find((v) => !isZero(v))));
    }
    redraw();
  });
  $("apply").addEventListener("click", () => {
    const move = chosen();
    refusal = problemWith(move);
    if (!refusal) { played.push({ move: move, rows: after(now(), move) }); setFactor(move.kind === "scale" ? ONE : ZERO); }
    redraw();
  });
  $("undo").addEventListener("click", () => { played.pop(); refusal = ""; redraw(); });
  $("restart").addEventListener("click", () => { played = []; refusal = ""; redraw(); });
  setFactor(standard[DATA.start]);
  redraw();
})();
