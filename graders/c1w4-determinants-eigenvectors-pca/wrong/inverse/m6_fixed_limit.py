"""Calls a pivot zero below a fixed limit, whatever the size of the matrix."""

CAUGHT_BY = "test_the_unit_of_measurement_does_not_matter"


def inverse(A, tol=None):
    """The inverse X (n, n) of a square A (n, n), by Gauss-Jordan elimination."""
    A = checked_square(A)
    n = len(A)
    limit = 1e-8 if tol is None else tol
    both = np.column_stack([A, np.eye(n)])
    for k in range(n):
        best = k + np.argmax(np.abs(both[k:, k]))
        if abs(both[best, k]) <= limit:
            raise np.linalg.LinAlgError(f"no pivot in column {k}: the map cannot be undone")
        both[[k, best]] = both[[best, k]]
        both[k] = both[k] / both[k, k]
        others = np.arange(n) != k
        both[others] -= np.outer(both[others, k], both[k])
    return both[:, n:].copy()
