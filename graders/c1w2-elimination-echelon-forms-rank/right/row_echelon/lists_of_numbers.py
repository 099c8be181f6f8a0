"""Plain Python numbers, one row at a time, each row divided by its largest entry at the end."""


def row_echelon(A, tol=None):
    A = checked_matrix(A)
    m, n = A.shape
    rows = [list(map(float, row)) for row in A]
    largest = max((abs(entry) for row in rows for entry in row), default=0.0)
    limit = max(m, n) * EPS * largest if tol is None else tol
    done, pivots = [], []
    for column in range(n):
        rows.sort(key=lambda row: -abs(row[column]))
        if not rows or abs(rows[0][column]) <= limit:
            for row in rows:
                row[column] = 0.0
            continue
        top, *rows = rows
        for row in rows:
            factor = row[column] / top[column]
            for k in range(column, n):
                row[k] = 0.0 if k == column else row[k] - factor * top[k]
        done.append([entry / max(map(abs, top)) for entry in top])
        pivots.append(column)
    return np.array(done + [[0.0] * n for _ in rows], dtype=float).reshape(m, n), tuple(pivots)
