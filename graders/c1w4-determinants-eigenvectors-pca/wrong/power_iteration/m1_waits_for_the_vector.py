"""Stops when the vector stands still, which it never does for a negative value."""

CAUGHT_BY = "test_a_negative_value_of_largest_size"


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
        after = Av / length(Av)
        if length(after - v) <= tol:
            return value, v, n_iter
        v = after
    raise ConvergenceError(f"no eigenvector within {max_iter} steps")
