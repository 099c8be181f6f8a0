"""Takes the largest signed entry as the pivot, so a column of negative numbers and a zero has none."""

CAUGHT_BY = "test_a_negative_pivot_is_as_good"


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
        best = row + np.argmax(U[row:, column])
        if abs(U[best, column]) <= limit:
            U[row:, column] = 0.0  # no pivot here: what is left is round-off
            continue
        U[[row, best]] = U[[best, row]]
        factors = U[row + 1 :, column] / U[row, column]
        U[row + 1 :] -= np.outer(factors, U[row])
        U[row + 1 :, column] = 0.0  # exactly, whatever the subtraction rounded to
        pivots.append(column)
    return U, pivots
