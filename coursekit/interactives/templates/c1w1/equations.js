// Equations as people write them: equation([2, -1], 4, "xy") -> "2x − y = 4".
function equation(row, right, names) {
  "use strict";
  let words = "";
  row.forEach(function (factor, k) {
    const size = kit.number(Math.abs(factor));
    if (size === "0") { return; }
    const sign = factor < 0 ? "−" : "+";
    const term = (size === "1" ? "" : size) + names[k];
    words += words ? ` ${sign} ${term}` : (factor < 0 ? "−" : "") + term;
  });
  return `${words || "0"} = ${kit.number(right)}`;
}
