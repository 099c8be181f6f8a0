"use strict";
// Exact fractions on BigInt: {n, d} with d > 0 and no common factor.
function frac(n, d) {
  n = BigInt(n); d = BigInt(d === undefined ? 1 : d);
  if (d < 0n) { n = -n; d = -d; }
  let a = n < 0n ? -n : n, b = d;
  while (b) { [a, b] = [b, a % b]; }
  return { n: n / a, d: d / a };
}
function parseFrac(text) { const parts = text.split("/"); return frac(parts[0], parts[1] || 1); }
function plus(p, q) { return frac(p.n * q.d + q.n * p.d, p.d * q.d); }
function times(p, q) { return frac(p.n * q.n, p.d * q.d); }
function minus(p) { return { n: -p.n, d: p.d }; }
function over(p, q) { return frac(p.n * q.d, p.d * q.n); }
function isZero(p) { return p.n === 0n; }
function same(p, q) { return p.n === q.n && p.d === q.d; }
function num(p) { return Number(p.n) / Number(p.d); }
function showFrac(p) { return (p.n + (p.d === 1n ? "" : "/" + p.d)).replace("-", "\u2212"); }
function showFactor(p) { return p.d !== 1n || p.n < 0n ? "(" + showFrac(p) + ")" : showFrac(p); }
function size(p) { return p.n < 0n ? minus(p) : p; }
const ZERO = frac(0), ONE = frac(1);
