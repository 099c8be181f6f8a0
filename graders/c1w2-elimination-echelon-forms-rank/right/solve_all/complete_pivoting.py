"""Pivots on the largest entry of all that is left, so other unknowns are free and N is another basis."""


def solve_all(A, b, tol=None):
    A = checked_matrix(A)
    m, n = A.shape
    b = np.asarray(b, dtype=float)
    if b.shape != (m,) or not np.all(np.isfinite(b)):
        raise ValueError("b does not fit")
    limit = max(m, n) * EPS * np.abs(A).max(initial=0.0) if tol is None else tol
    U, y, order, r = A.copy(), b.copy(), np.arange(n), 0
    while r < min(m, n):
        row, column = np.unravel_index(np.argmax(np.abs(U[r:, r:])), (m - r, n - r))
        row, column = row + r, column + r
        if abs(U[row, column]) <= limit:
            break
        U[[r, row]], y[[r, row]] = U[[row, r]], y[[row, r]]
        U[:, [r, column]], order[[r, column]] = U[:, [column, r]], order[[column, r]]
        factors = U[r + 1 :, r] / U[r, r]
        U[r + 1 :] -= np.outer(factors, U[r])
        y[r + 1 :] -= factors * y[r]
        r += 1
    right = np.column_stack([y[:r], -U[:r, r:]])
    for k in reversed(range(r)):
        right[k] = (right[k] - U[k, k + 1 : r] @ right[k + 1 :]) / U[k, k]
    x, N = np.zeros(n), np.zeros((n, n - r))
    x[order[:r]] = right[:, 0]
    N[order[:r]] = right[:, 1:]
    N[order[r:]] = np.eye(n - r)
    terms = np.abs(A) @ np.abs(x) + np.abs(b)
    if m and (np.abs(A @ x - b) > 100 * max(m, n) * EPS * terms.max()).any():
        return Solution("none", None, N)
    return Solution("unique" if r == n else "infinite", x, N)
