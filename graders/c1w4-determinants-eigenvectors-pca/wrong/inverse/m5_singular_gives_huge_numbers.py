"""Divides by whatever pivot there is, so that a singular matrix gives huge numbers, infinity or NaN."""

CAUGHT_BY = "test_a_singular_matrix_is_refused"


def inverse(A, tol=None):
    """The inverse X (n, n) of a square A (n, n), by Gauss-Jordan elimination."""
    A = checked_square(A)
    n = len(A)
    both = np.column_stack([A, np.eye(n)])
    for k in range(n):
        best = k + np.argmax(np.abs(both[k:, k]))
        if tol is not None and abs(both[best, k]) <= tol:
            raise np.linalg.LinAlgError("no pivot above the given limit")
        both[[k, best]] = both[[best, k]]
        with np.errstate(all="ignore"):
            both[k] = both[k] / both[k, k]
        others = np.arange(n) != k
        with np.errstate(all="ignore"):
            both[others] -= np.outer(both[others, k], both[k])
    return both[:, n:].copy()
