"""Returns where each row went instead of where it came from."""

CAUGHT_BY = "test_perm_says_where_each_row_comes_from"


def lu_factor(A):
    """perm (n,), L and U (n, n) with A[perm] = L @ U, for a square A (n, n)."""
    U = checked_matrix(A)
    n = len(U)
    if U.shape != (n, n):
        raise ValueError(f"A must be square; its shape is {U.shape}")
    perm, L = np.arange(n), np.eye(n)
    for k in range(n):
        best = k + np.argmax(np.abs(U[k:, k]))
        U[[k, best]] = U[[best, k]]
        perm[[k, best]] = perm[[best, k]]
        L[[k, best], :k] = L[[best, k], :k]  # multipliers travel with their rows
        if U[k, k] == 0.0:
            continue  # a column of zeros: nothing to eliminate
        L[k + 1 :, k] = U[k + 1 :, k] / U[k, k]
        U[k + 1 :] -= np.outer(L[k + 1 :, k], U[k])
        U[k + 1 :, k] = 0.0
    return np.argsort(perm), L, U
