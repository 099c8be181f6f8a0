"""Compares what is left of b with exactly 0, so round-off looks like a contradiction."""

CAUGHT_BY = "test_rounding_is_no_contradiction"


def solve_all(A, b, tol=None):
    """All solutions of A @ x = b: Solution(kind, x, N) with A @ N = 0."""
    A = checked_matrix(A)
    b = np.array(b, dtype=np.float64)
    m, n = A.shape
    if b.shape != (m,) or not np.isfinite(b).all():
        raise ValueError(f"b must hold {m} finite numbers, not an array of shape {b.shape}")
    largest = np.abs(A).max(initial=0.0)
    limit = max(m, n) * EPS * largest if tol is None else tol
    R, pivots = np.column_stack([A, b]), []
    for column in range(n):  # the last column, b, never gives a pivot
        row = len(pivots)
        if row == m:
            break
        best = row + np.argmax(np.abs(R[row:, column]))
        if abs(R[best, column]) <= limit:
            R[row:, column] = 0.0
            continue
        R[[row, best]] = R[[best, row]]
        R[row] = R[row] / R[row, column]
        others = np.arange(m) != row
        R[others] -= np.outer(R[others, column], R[row])
        pivots.append(column)
    r = len(pivots)
    free = [column for column in range(n) if column not in pivots]
    x = np.zeros(n)
    x[pivots] = R[:r, n]
    N = np.zeros((n, n - r))
    N[pivots] = -R[:r, free]
    N[free] = np.eye(n - r)
    if np.abs(R[r:, n]).max(initial=0.0) > 0.0:
        return Solution("none", None, N)
    return Solution("infinite" if free else "unique", x, N)
