"""One column of the result after the other, each by a matrix times a vector."""


def dense(X, W, b):
    X, W, b = np.array(X, dtype=float), np.array(W, dtype=float), np.array(b, dtype=float)
    if X.ndim != 2 or W.ndim != 2 or b.ndim != 1:
        raise ValueError("X and W need two dimensions, b needs one")
    (n, d), (rows, k) = X.shape, W.shape
    if rows != d or len(b) != k:
        raise ValueError("the sizes do not fit")
    result = np.empty((n, k))
    for c in range(k):
        result[:, c] = b[c] + X @ W[:, c]
    return result
