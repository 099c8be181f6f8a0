"""Builds L and U one column at a time from the columns that are finished (Crout's order of operations)."""


def lu_factor(A):
    A = checked_matrix(A)
    n = A.shape[0]
    if A.shape[1] != n:
        raise ValueError("A must be square")
    perm, L, U = np.arange(n), np.zeros((n, n)), np.zeros((n, n))
    for k in range(n):
        column = A[perm, k]
        for i in range(k):
            column[i + 1 :] -= L[i + 1 :, i] * column[i]
        best = k + int(np.argmax(np.abs(column[k:])))
        for table in (column, perm, L):
            table[[k, best]] = table[[best, k]]
        U[: k + 1, k] = column[: k + 1]
        L[k, k] = 1.0
        if column[k] != 0.0:
            L[k + 1 :, k] = column[k + 1 :] / column[k]
    return perm, L, U
