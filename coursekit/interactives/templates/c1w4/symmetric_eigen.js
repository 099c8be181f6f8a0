// Eigenvalues of a symmetric matrix, from large to small, with unit eigenvectors in rows (entry of largest size positive):
// Jacobi's method, plane rotations that clear one pair of entries after the other, until nothing is left beside the diagonal.
function symmetricEigen(matrix) {
  "use strict";
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = a.map((_, i) => a.map((__, j) => (i === j ? 1 : 0)));  // rows turn with a
  for (let sweep = 0; sweep < 60; sweep += 1) {
    let left = 0;
    for (let p = 0; p < n - 1; p += 1) {
      for (let q = p + 1; q < n; q += 1) {
        const size = Math.sqrt(Math.abs(a[p][p] * a[q][q]));
        if (Math.abs(a[p][q]) <= 1e-15 * size) { continue; }
        left += 1;
        const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < n; k += 1) { [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]]; }
        for (let k = 0; k < n; k += 1) { [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]]; }
        for (let k = 0; k < n; k += 1) { [v[p][k], v[q][k]] = [c * v[p][k] - s * v[q][k], s * v[p][k] + c * v[q][k]]; }
      }
    }
    if (left === 0) { break; }
  }
  const order = a.map((_, i) => i).sort((i, j) => a[j][j] - a[i][i]);
  const signed = (row) => row.map((x) => x * Math.sign(row.reduce((most, y) => (Math.abs(y) > Math.abs(most) ? y : most), 0)));
  return { values: order.map((i) => a[i][i]), vectors: order.map((i) => signed(v[i])) };
}
