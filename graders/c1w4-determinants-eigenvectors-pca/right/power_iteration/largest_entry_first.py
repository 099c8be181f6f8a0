"""Keeps the largest entry at size 1 between the steps, and measures with a unit vector made from it."""


def power_iteration(A, x0, tol=1e-10, max_iter=1000):
    A = checked_square(A)
    x = np.array(x0, dtype=float)
    if x.ndim != 1 or len(x) != len(A) or not np.all(np.isfinite(x)) or not np.any(x):
        raise ValueError("x0 does not fit")
    count = 0
    while True:
        x = x / np.max(np.abs(x))
        unit = x / np.sqrt(np.sum(x * x))
        moved = A @ unit
        value = float(np.sum(unit * moved))
        rest = moved - value * unit
        if np.sqrt(np.sum(rest * rest)) <= tol * max(1.0, abs(value)):
            return value, unit, count
        if count >= max_iter:
            raise ConvergenceError("the limit is reached")
        x, count = A @ x, count + 1
