"""Multiplies without ever bringing the vector back to length 1, except in the result."""

CAUGHT_BY = "test_long_runs_stay_in_range"


def power_iteration(A, x0, tol=1e-10, max_iter=1000):
    """The eigenvalue of largest size, its unit vector (n,), and the number of updates from x0 (n,)."""
    A = checked_square(A)
    v = np.array(x0, dtype=np.float64)
    if v.shape != (len(A),) or not np.isfinite(v).all() or not v.any():
        raise ValueError(f"x0 must be a vector of {len(A)} finite numbers that are not all 0")
    x = v / length(v)
    for n_iter in range(max_iter + 1):
        v = x / length(x) if length(x) > 0.0 else x
        with np.errstate(all="ignore"):
            x = A @ x
        Av = A @ v
        value = float(v @ Av)
        if length(Av - value * v) <= tol * max(1.0, abs(value)):
            return value, v, n_iter
        if not np.isfinite(x).all():
            break
    raise ConvergenceError(f"no eigenvector within {max_iter} steps")
