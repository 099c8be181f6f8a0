"""Eliminates in the caller's array instead of in a copy."""

CAUGHT_BY = "test_an_untouched_argument"


def inverse(A, tol=None):
    """The inverse X (n, n) of a square A (n, n), by Gauss-Jordan elimination."""
    checked_square(A)
    A = np.asarray(A, dtype=np.float64)
    n = len(A)
    limit = n * EPS * np.abs(A).max(initial=0.0) if tol is None else tol
    X = np.eye(n)
    for k in range(n):
        best = k + np.argmax(np.abs(A[k:, k]))
        if abs(A[best, k]) <= limit:
            raise np.linalg.LinAlgError(f"no pivot in column {k}: the map cannot be undone")
        A[[k, best]], X[[k, best]] = A[[best, k]], X[[best, k]]
        pivot = A[k, k]
        A[k], X[k] = A[k] / pivot, X[k] / pivot
        others = np.arange(n) != k
        factors = A[others, k]
        A[others] -= np.outer(factors, A[k])
        X[others] -= np.outer(factors, X[k])
    return X
