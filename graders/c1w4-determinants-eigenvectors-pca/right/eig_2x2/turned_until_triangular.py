"""Finds one direction by the angle that makes the matrix triangular, and the second one from the triangle."""

import math


def eig_2x2(A):
    A = checked_square(A)
    if A.shape != (2, 2):
        raise ValueError("a (2, 2) matrix is needed")
    scale = math.frexp(float(np.abs(A).max()))[1]
    (a, b), (c, d) = np.ldexp(A, -scale).tolist()
    largest = max(abs(a), abs(b), abs(c), abs(d))
    h, m = (a - d) / 2, (a + d) / 2
    both = np.ldexp(np.array([m, m]), scale)
    if max(abs(b), abs(c), abs(a - d)) <= 2 * EPS * largest:
        return Eig2("scalar", both, [np.array([1.0, 0.0]), np.array([0.0, 1.0])])
    D = math.fsum([h * h, b * c])
    if abs(D) <= 100 * EPS * (h * h + abs(b * c)):
        D = 0.0
    if D < 0:
        imaginary = math.sqrt(-D)
        values = np.ldexp([m, m], scale) + 1j * np.ldexp([imaginary, -imaginary], scale)
        return Eig2("complex", values, [])
    s = math.sqrt(D)
    lines = []  # (A - value) is [[h - r, b], [c, -h - r]]: the line is perpendicular to its longer row
    for r in (s, -s) if D > 0 else (0.0,):
        first, second = (h - r, b), (c, -h - r)
        p, q = first if math.hypot(*first) >= math.hypot(*second) else second
        x, y = -q / math.hypot(p, q), p / math.hypot(p, q)
        flip = -1.0 if (x if abs(x) >= abs(y) else y) < 0 else 1.0
        lines.append(np.array([flip * x, flip * y]))
    if D == 0:
        return Eig2("defective", both, lines)
    outer = m + s if m > 0 else m - s
    inner = (a * d - b * c) / outer
    return Eig2("distinct", np.ldexp(np.array([max(outer, inner), min(outer, inner)]), scale), lines)
