"""Calls everything below 1e-10 zero, whatever the unit of the matrix."""

CAUGHT_BY = "test_the_unit_of_measurement_does_not_matter"


def row_echelon(A, tol=None):
    """An echelon form U of A (m, n) and the list of its pivot columns."""
    U = checked_matrix(A)
    m, n = U.shape
    limit = 1e-10 if tol is None else tol
    pivots = []
    for column in range(n):
        row = len(pivots)
        if row == m:
            break
        best = row + np.argmax(np.abs(U[row:, column]))
        if abs(U[best, column]) <= limit:
            U[row:, column] = 0.0  # no pivot here: what is left is round-off
            continue
        U[[row, best]] = U[[best, row]]
        factors = U[row + 1 :, column] / U[row, column]
        U[row + 1 :] -= np.outer(factors, U[row])
        U[row + 1 :, column] = 0.0  # exactly, whatever the subtraction rounded to
        pivots.append(column)
    return U, pivots
