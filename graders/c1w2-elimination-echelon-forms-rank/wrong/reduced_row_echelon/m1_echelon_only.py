"""Returns an echelon form: pivots are not 1 and nothing is cleared above them."""

CAUGHT_BY = "test_a_pivot_column_has_one_nonzero_entry"


def reduced_row_echelon(A, tol=None):
    """The reduced echelon form R of A (m, n) and the list of its pivot columns."""
    R = checked_matrix(A)
    m, n = R.shape
    limit = max(m, n) * EPS * np.abs(R).max(initial=0.0) if tol is None else tol
    pivots = []
    for column in range(n):
        row = len(pivots)
        if row == m:
            break
        best = row + np.argmax(np.abs(R[row:, column]))
        if abs(R[best, column]) <= limit:
            R[row:, column] = 0.0
            continue
        R[[row, best]] = R[[best, row]]
        others = np.arange(m) > row
        R[others] -= np.outer(R[others, column] / R[row, column], R[row])
        R[others, column] = 0.0
        pivots.append(column)
    return R + 0.0, pivots  # adding 0.0 turns every -0.0 into 0.0
