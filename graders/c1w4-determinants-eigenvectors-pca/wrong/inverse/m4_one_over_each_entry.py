"""Takes one over each entry."""

CAUGHT_BY = "test_small_matrices"


def inverse(A, tol=None):
    """The inverse X (n, n) of a square A (n, n), by Gauss-Jordan elimination."""
    A = checked_square(A)
    n = len(A)
    limit = n * EPS * np.abs(A).max(initial=0.0) if tol is None else tol
    both = np.column_stack([A, np.eye(n)])
    for k in range(n):
        best = k + np.argmax(np.abs(both[k:, k]))
        if abs(both[best, k]) <= limit:
            raise np.linalg.LinAlgError(f"no pivot in column {k}: the map cannot be undone")
        both[[k, best]] = both[[best, k]]
        both[k] = both[k] / both[k, k]
        others = np.arange(n) != k
        both[others] -= np.outer(both[others, k], both[k])
    with np.errstate(divide="ignore"):
        return 1.0 / A
