"""Reflections in place of elimination: another echelon form, with the same pivots and the same row space."""


def row_echelon(A, tol=None):
    U = checked_matrix(A)
    m, n = U.shape
    largest = np.abs(U).max(initial=0.0)
    if largest == 0.0:
        return U, []
    limit = max(m, n) * EPS if tol is None else tol / largest
    U = U / largest
    pivots = []
    for column in range(n):
        row = len(pivots)
        if row == m:
            break
        below = U[row:, column].copy()
        if np.abs(below).max() <= limit:
            U[row:, column] = 0.0
            continue
        length = np.sqrt(below @ below)
        v = below.copy()
        v[0] += length if v[0] >= 0 else -length
        v /= np.abs(v).max()
        U[row:] -= np.outer(2.0 * v / (v @ v), v @ U[row:])
        U[row + 1 :, column] = 0.0
        pivots.append(column)
    return U * largest, pivots
