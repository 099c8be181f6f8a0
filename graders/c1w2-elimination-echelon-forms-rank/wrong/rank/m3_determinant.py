"""Asks the determinant of the largest square block: not zero means full rank, zero means one less."""

CAUGHT_BY = "test_square_matrices"


def rank(A, tol=None):
    """The number of independent rows of A (m, n), which is also the number of independent columns."""
    A = checked_matrix(A)
    size = min(A.shape)
    block = A[:size, :size].copy()
    for k in range(size):
        best = k + np.argmax(np.abs(block[k:, k]))
        block[[k, best]] = block[[best, k]]
        if abs(block[k, k]) <= (max(A.shape) * EPS * np.abs(A).max(initial=0.0) if tol is None else tol):
            return max(size - 1, 0)
        block[k + 1 :] -= np.outer(block[k + 1 :, k] / block[k, k], block[k])
    return size
