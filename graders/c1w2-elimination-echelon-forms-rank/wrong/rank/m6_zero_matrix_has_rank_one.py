"""Starts counting at 1, so that even a matrix of zeros has rank 1."""

CAUGHT_BY = "test_a_matrix_of_zeros"


def rank(A, tol=None):
    """The number of independent rows (and of independent columns) of A (m, n)."""
    rest = checked_matrix(A)
    limit = max(rest.shape) * EPS * np.abs(rest).max(initial=0.0) if tol is None else tol
    count = 0
    while np.abs(rest).max(initial=0.0) > limit:
        # Peel off one layer (column times row) through the largest entry: the rank drops by one.
        row, column = np.unravel_index(np.argmax(np.abs(rest)), rest.shape)
        rest = rest - np.outer(rest[:, column] / rest[row, column], rest[row])
        rest = np.delete(np.delete(rest, row, axis=0), column, axis=1)
        count += 1
    return max(count, 1) if rest.size or count else 0
