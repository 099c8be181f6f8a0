"""Factors once, then solves for one column of the identity after the other, down and up."""


def inverse(A, tol=None):
    U = checked_square(A)
    n = len(U)
    limit = tol if tol is not None else n * EPS * max(map(abs, U.ravel().tolist()), default=0.0)
    perm = list(range(n))
    for k in range(n):
        best = max(range(k, n), key=lambda i: abs(U[i, k]))
        U[[k, best]], perm[k], perm[best] = U[[best, k]], perm[best], perm[k]
        if abs(U[k, k]) <= limit:
            raise np.linalg.LinAlgError("singular")
        U[k + 1 :, k] /= U[k, k]
        U[k + 1 :, k + 1 :] -= U[k + 1 :, [k]] * U[[k], k + 1 :]
    X = np.zeros((n, n))
    for j in range(n):
        x = np.array([float(row == j) for row in perm])
        for k in range(n):
            x[k + 1 :] -= U[k + 1 :, k] * x[k]
        for k in range(n - 1, -1, -1):
            x[k] /= U[k, k]
            x[:k] -= U[:k, k] * x[k]
        X[:, j] = x
    return X
