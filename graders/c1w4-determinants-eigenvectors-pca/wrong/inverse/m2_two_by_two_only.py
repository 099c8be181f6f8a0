"""Knows the formula for two rows and two columns, and uses it for every matrix."""

CAUGHT_BY = "test_small_matrices"


def inverse(A, tol=None):
    """The inverse X (n, n) of a square A (n, n)."""
    A = checked_square(A)
    if A.size == 0:
        return A
    limit = len(A) * EPS * np.abs(A).max() if tol is None else tol
    a, b, c, d = A[0, 0], A[0, -1], A[-1, 0], A[-1, -1]
    largest = max(abs(a), abs(c))
    if largest <= limit or abs(a * (d / largest) - b * (c / largest)) <= limit:
        raise np.linalg.LinAlgError("the map cannot be undone")
    return np.array([[d / largest, -b / largest], [-c / largest, a / largest]]) / (
        a * (d / largest) - b * (c / largest)
    )
