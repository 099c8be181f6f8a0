"""Looks for the largest entry of the matrix first, which does not exist if there are no rows."""

CAUGHT_BY = "test_no_rows_at_all"


def slogdet(A):
    """Sign and logarithm of the size of the determinant of a square A: det A = sign * exp(logabs)."""
    U = checked_square(A)
    if np.abs(U).max() == 0.0:
        return 0.0, -np.inf
    sign, logabs = 1.0, 0.0
    for k in range(len(U)):
        best = k + np.argmax(np.abs(U[k:, k]))
        if U[best, k] == 0.0:
            return 0.0, -np.inf
        if best != k:
            U[[k, best]] = U[[best, k]]
            sign = -sign
        if U[k, k] < 0.0:
            sign = -sign
        logabs += float(np.log(abs(U[k, k])))
        U[k + 1 :, k + 1 :] -= np.outer(U[k + 1 :, k] / U[k, k], U[k, k + 1 :])
    return sign, logabs
