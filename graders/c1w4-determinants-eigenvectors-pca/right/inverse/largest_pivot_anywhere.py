"""Gauss-Jordan in place with the largest entry of what is left as pivot, then puts rows and columns back."""


def inverse(A, tol=None):
    W = checked_square(A)
    n = len(W)
    limit = n * EPS * np.abs(W).max(initial=0.0) if tol is None else tol
    free_rows, free_columns, pairs = list(range(n)), list(range(n)), []
    while free_rows:
        part = np.abs(W[np.ix_(free_rows, free_columns)])
        i, j = divmod(int(part.argmax()), len(free_columns))
        if part[i, j] <= limit:
            raise np.linalg.LinAlgError("singular")
        r, c = free_rows.pop(i), free_columns.pop(j)
        pairs.append((r, c))
        pivot, row, column = W[r, c], W[r].copy(), W[:, c].copy()
        W -= np.outer(column / pivot, row)
        W[r], W[:, c] = row / pivot, -column / pivot
        W[r, c] = 1 / pivot
    X = np.zeros((n, n))
    for r, c in pairs:  # the exchange of unknown c with right-hand side r
        for s, d in pairs:
            X[c, s] = W[r, d]
    return X
