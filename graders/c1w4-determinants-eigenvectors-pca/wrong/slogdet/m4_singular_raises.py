"""Raises an error for a singular matrix, as a solver would."""

CAUGHT_BY = "test_a_singular_matrix_has_no_volume"


def slogdet(A):
    """Sign and logarithm of the size of the determinant of a square A: det A = sign * exp(logabs)."""
    U = checked_square(A)
    sign, logabs = 1.0, 0.0
    for k in range(len(U)):
        best = k + np.argmax(np.abs(U[k:, k]))
        if U[best, k] == 0.0:
            raise np.linalg.LinAlgError("the matrix is singular")
        if best != k:
            U[[k, best]] = U[[best, k]]
            sign = -sign
        if U[k, k] < 0.0:
            sign = -sign
        logabs += float(np.log(abs(U[k, k])))
        U[k + 1 :, k + 1 :] -= np.outer(U[k + 1 :, k] / U[k, k], U[k, k + 1 :])
    return sign, logabs
