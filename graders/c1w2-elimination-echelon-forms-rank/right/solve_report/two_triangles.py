"""Factors first, then solves L y = b[perm] downwards and U x = y upwards, column by column."""


def solve_report(A, b):
    A, b = checked_matrix(A), np.asarray(b, dtype=float)
    n = len(A)
    if A.shape[1] != n or b.shape != (n,) or np.isnan(b).any() or np.isinf(b).any():
        raise ValueError("the shapes do not fit")
    W, perm = A.copy(), list(range(n))
    for k in range(n):
        best = max(range(k, n), key=lambda i: abs(W[i, k]))
        W[[k, best]] = W[[best, k]]
        perm[k], perm[best] = perm[best], perm[k]
        if abs(W[k, k]) <= n * EPS * np.abs(A).max():
            raise np.linalg.LinAlgError("singular")
        W[k + 1 :, k] /= W[k, k]
        W[k + 1 :, k + 1 :] -= np.outer(W[k + 1 :, k], W[k, k + 1 :])
    x = b[perm]
    for k in range(n):
        x[k + 1 :] -= W[k + 1 :, k] * x[k]
    for k in range(n - 1, -1, -1):
        x[k] /= W[k, k]
        x[:k] -= W[:k, k] * x[k]
    residual = max(abs(float(rest)) for rest in b - A @ x)
    size = max(np.abs(row).sum() for row in A) * np.abs(x).max() + np.abs(b).max()
    return Report(x, residual, float(residual / size) if size else 0.0)
