"""Plain Python, one equation after the other, with sums that are rounded once."""

import math


def is_solution(A, b, x, rtol=1e-9):
    A, b, x = np.asarray(A, dtype=float), np.asarray(b, dtype=float), np.asarray(x, dtype=float)
    if len(A.shape) != 2 or b.shape != (A.shape[0],) or x.shape != (A.shape[1],):
        raise ValueError("shapes do not fit")
    rows, sides, point = A.tolist(), b.tolist(), x.tolist()
    if not all(math.isfinite(entry) for entry in point):
        return False
    largest = max(abs(entry) for row in rows for entry in row)
    limit = rtol * (largest * max(map(abs, point)) * len(point) + max(map(abs, sides)))
    for row, side in zip(rows, sides, strict=True):
        terms = [entry * value for entry, value in zip(row, point, strict=True)]
        if abs(math.fsum([*terms, -side])) > limit:
            return False
    return True
