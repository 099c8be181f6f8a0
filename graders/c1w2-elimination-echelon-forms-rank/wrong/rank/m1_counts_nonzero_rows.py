"""Counts the rows that are not zero, without eliminating first."""

CAUGHT_BY = "test_rectangular_matrices"


def rank(A, tol=None):
    """The number of independent rows of A (m, n), which is also the number of independent columns."""
    A = checked_matrix(A)
    limit = max(A.shape) * EPS * np.abs(A).max(initial=0.0) if tol is None else tol
    return int((np.abs(A).max(axis=1, initial=0.0) > limit).sum())
