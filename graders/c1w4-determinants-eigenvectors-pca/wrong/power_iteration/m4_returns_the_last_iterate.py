"""Returns the last vector when the updates are used up, without an error."""

CAUGHT_BY = "test_what_does_not_settle_is_not_returned"


def power_iteration(A, x0, tol=1e-10, max_iter=1000):
    """The eigenvalue of largest size, its unit vector (n,), and the number of updates from x0 (n,)."""
    A = checked_square(A)
    v = np.array(x0, dtype=np.float64)
    if v.shape != (len(A),) or not np.isfinite(v).all() or not v.any():
        raise ValueError(f"x0 must be a vector of {len(A)} finite numbers that are not all 0")
    v = v / length(v)
    for n_iter in range(max_iter + 1):
        Av = A @ v
        value = float(v @ Av)
        if length(Av - value * v) <= tol * max(1.0, abs(value)):
            return value, v, n_iter
        v = Av / length(Av)
    return value, v, n_iter
