"""Exchanges with the first row that is not zero, however tiny its entry."""

CAUGHT_BY = "test_the_pivot_is_the_largest_candidate"


def row_echelon(A, tol=None):
    """An echelon form U of A (m, n) and the list of its pivot columns."""
    U = checked_matrix(A)
    m, n = U.shape
    limit = max(m, n) * EPS * np.abs(U).max(initial=0.0) if tol is None else tol
    pivots = []
    for column in range(n):
        row = len(pivots)
        if row == m:
            break
        if np.abs(U[row:, column]).max() <= limit:
            U[row:, column] = 0.0  # no pivot here: what is left is round-off
            continue
        best = row + np.flatnonzero(U[row:, column])[0]
        U[[row, best]] = U[[best, row]]
        factors = U[row + 1 :, column] / U[row, column]
        U[row + 1 :] -= np.outer(factors, U[row])
        U[row + 1 :, column] = 0.0  # exactly, whatever the subtraction rounded to
        pivots.append(column)
    return U, pivots
