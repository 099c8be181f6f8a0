"""Elimination downwards to an echelon form first, then clearing upwards from the last pivot."""


def reduced_row_echelon(A, tol=None):
    A = checked_matrix(A)
    m, n = A.shape
    limit = max(m, n) * EPS * np.abs(A).max(initial=0.0) if tol is None else tol
    R = np.zeros((m, n))
    rest, pivots = A, []
    for column in range(n):
        if len(rest) == 0 or np.abs(rest[:, column]).max() <= limit:
            continue
        best = np.argmax(np.abs(rest[:, column]))
        top, rest = rest[best], np.delete(rest, best, axis=0)
        R[len(pivots), column:] = top[column:] / top[column]
        rest = rest - np.outer(rest[:, column], top / top[column])
        pivots.append(column)
    for row in reversed(range(len(pivots))):
        for above in range(row):
            R[above] -= R[above, pivots[row]] * R[row]
    R[R == 0.0] = 0.0
    return R, pivots
