"""Eliminates in the caller's array."""

CAUGHT_BY = "test_the_argument_stays_as_it_was"


def lu_factor(A):
    """perm (n,), L and U (n, n) with A[perm] = L @ U, for a square A (n, n)."""
    checked_matrix(A)
    U = np.asarray(A, dtype=np.float64)
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
    return perm, L, U
