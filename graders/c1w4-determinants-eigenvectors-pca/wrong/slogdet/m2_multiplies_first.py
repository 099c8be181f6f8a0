"""Multiplies all pivots and takes the logarithm of the product."""

CAUGHT_BY = "test_far_outside_the_range_of_numbers"


def slogdet(A):
    """Sign and logarithm of the size of the determinant of a square A: det A = sign * exp(logabs)."""
    U = checked_square(A)
    product = 1.0
    for k in range(len(U)):
        best = k + np.argmax(np.abs(U[k:, k]))
        if U[best, k] == 0.0:
            return 0.0, -np.inf
        if best != k:
            U[[k, best]] = U[[best, k]]
            product = -product
        product *= U[k, k]
        U[k + 1 :, k + 1 :] -= np.outer(U[k + 1 :, k] / U[k, k], U[k, k + 1 :])
    with np.errstate(divide="ignore"):
        return float(np.sign(product)), float(np.log(abs(product)))
