"""Plain lists of Python numbers, and the length by math.hypot."""

import math


def power_iteration(A, x0, tol=1e-10, max_iter=1000):
    rows = checked_square(A).tolist()
    start = np.asarray(x0, dtype=float)
    if start.shape != (len(rows),) or not np.isfinite(start).all() or math.hypot(*start) == 0.0:
        raise ValueError("x0 must be a vector that is not zero")
    v = start.tolist()
    size = math.hypot(*v)
    v = [entry / size for entry in v]
    for n_iter in range(max_iter + 1):
        image = [math.fsum(a * x for a, x in zip(row, v, strict=True)) for row in rows]
        value = math.fsum(x * y for x, y in zip(v, image, strict=True))
        if math.hypot(*(y - value * x for x, y in zip(v, image, strict=True))) <= tol * max(1.0, abs(value)):
            return value, np.array(v), n_iter
        size = math.hypot(*image)
        v = [y / size for y in image]
    raise ConvergenceError("not settled")
