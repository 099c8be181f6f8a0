"""Divides by the pivot without looking, which gives NaN for a singular matrix."""

CAUGHT_BY = "test_a_singular_matrix_has_factors_too"


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
        L[k + 1 :, k] = U[k + 1 :, k] / U[k, k]
        U[k + 1 :] -= np.outer(L[k + 1 :, k], U[k])
        U[k + 1 :, k] = 0.0
    return perm, L, U
