"""Takes the largest entry of all that is left as the next pivot, so unknowns change places as well as equations."""


def solve_report(A, b):
    A, b = checked_matrix(A), np.array(b, dtype=float)
    n = len(A)
    if A.shape != (n, n) or b.shape != (n,) or not np.isfinite(b).all():
        raise ValueError("the shapes do not fit")
    table, order = np.column_stack([A, b]), np.arange(n)
    for k in range(n):
        row, column = np.unravel_index(np.argmax(np.abs(table[k:, k:n])), (n - k, n - k))
        row, column = row + k, column + k
        if abs(table[row, column]) <= n * EPS * np.abs(A).max():
            raise np.linalg.LinAlgError("singular")
        table[[k, row]] = table[[row, k]]
        table[:, [k, column]] = table[:, [column, k]]
        order[[k, column]] = order[[column, k]]
        table[k + 1 :] -= np.outer(table[k + 1 :, k] / table[k, k], table[k])
    x = np.zeros(n)
    for k in range(n - 1, -1, -1):
        known = sum(table[k, other] * x[order[other]] for other in range(k + 1, n))
        x[order[k]] = (table[k, n] - known) / table[k, k]
    residual = float(np.abs(b - A @ x).max(initial=0.0))
    size = float(np.abs(A).sum(axis=1).max(initial=0.0) * np.abs(x).max(initial=0.0) + np.abs(b).max(initial=0.0))
    return Report(x, residual, residual / size if size else 0.0)
