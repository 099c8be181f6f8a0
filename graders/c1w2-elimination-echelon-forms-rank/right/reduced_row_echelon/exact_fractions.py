"""Exact fractions in place of floats: nothing is rounded before the end, so only the given entries carry round-off."""

from fractions import Fraction


def reduced_row_echelon(A, tol=None):
    A = checked_matrix(A)
    m, n = A.shape
    limit = max(m, n) * EPS * np.abs(A).max(initial=0.0) if tol is None else tol
    rest = [[Fraction(entry) for entry in row] for row in A.tolist()]
    done, pivots = [], []
    for column in range(n):
        if not rest:
            break
        best = max(range(len(rest)), key=lambda i: abs(rest[i][column]))
        if abs(rest[best][column]) <= limit:
            for row in rest:
                row[column] = Fraction(0)
            continue
        top = rest.pop(best)
        top = [entry / top[column] for entry in top]
        for row in [*rest, *done]:
            factor = row[column]
            if factor:
                row[:] = [entry - factor * above for entry, above in zip(row, top, strict=True)]
        done.append(top)
        pivots.append(column)
    R = np.zeros((m, n))
    for i, row in enumerate(done):
        R[i] = [float(entry) for entry in row]
    return R, pivots
