"""Three loops over plain Python numbers, the last input first."""


def dense(X, W, b):
    X, W, b = np.asarray(X, float), np.asarray(W, float), np.asarray(b, float)
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != W.shape[0] or b.shape != (W.shape[1],):
        raise ValueError("no layer")
    rows = []
    for x in X:
        row = []
        for c in range(W.shape[1]):
            total = b[c]
            for j in reversed(range(len(x))):
                total = total + x[j] * W[j, c]
            row.append(total)
        rows.append(row)
    return np.array(rows, dtype=float).reshape(len(X), W.shape[1])
