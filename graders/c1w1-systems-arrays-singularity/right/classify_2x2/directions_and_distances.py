"""Compares the angles of the two lines, then their signed distances from the origin."""

import math


def classify_2x2(A, b):
    A, b = np.array(A, dtype=np.float64), np.array(b, dtype=np.float64)
    if A.shape != (2, 2) or b.shape != (2,):
        raise ValueError("wrong shape")
    if np.isnan(A).any() or np.isinf(A).any() or np.isnan(b).any() or np.isinf(b).any():
        raise ValueError("not finite")
    lines = []
    for (p, q), c in zip(A.tolist(), b.tolist(), strict=True):
        if p == 0 and q == 0:
            if c != 0:
                return "none"
            continue
        length = math.hypot(p, q)
        lines.append((p / length, q / length, c / length))
    if len(lines) < 2:
        return "infinite"
    (p, q, c), (r, s, d) = lines
    if abs(p * s - q * r) > 1e-9:  # the sine of the angle between them
        return "unique"
    if p * r + q * s < 0:
        d = -d
    return "infinite" if math.isclose(c, d, rel_tol=1e-9) else "none"
