"""Searches as many columns as there are rows, so that a wide matrix and its transpose get different ranks."""

CAUGHT_BY = "test_the_transpose_has_the_same_rank"


def rank(A, tol=None):
    """The number of independent rows of A (m, n), which is also the number of independent columns."""
    U = checked_matrix(A)
    m, n = U.shape
    limit = max(m, n) * EPS * np.abs(U).max(initial=0.0) if tol is None else tol
    count = 0
    for column in range(min(m, n)):
        if count == m:
            break
        best = count + np.argmax(np.abs(U[count:, column]))
        if abs(U[best, column]) <= limit:
            continue
        U[[count, best]] = U[[best, count]]
        U[count + 1 :] -= np.outer(U[count + 1 :, column] / U[count, column], U[count])
        count += 1
    return count
