"""Returns the smaller of the two sides, as if every matrix had full rank."""

CAUGHT_BY = "test_rectangular_matrices"


def rank(A, tol=None):
    """The number of independent rows of A (m, n), which is also the number of independent columns."""
    A = checked_matrix(A)
    return min(A.shape) if A.any() else 0
