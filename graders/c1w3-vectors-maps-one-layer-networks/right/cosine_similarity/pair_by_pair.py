"""Every pair on its own, with lengths from math.hypot, which does not overflow."""


def cosine_similarity(X, Y):
    X, Y = np.asarray(X, dtype=float), np.asarray(Y, dtype=float)
    if X.ndim != 2 or Y.ndim != 2 or X.shape[1] != Y.shape[1]:
        raise ValueError("the shapes do not fit")
    if not (np.isfinite(X).all() and np.isfinite(Y).all()):
        raise ValueError("finite numbers only")
    result = np.zeros((len(X), len(Y)))
    for i, x in enumerate(X):
        for j, y in enumerate(Y):
            a, b = math.hypot(*x), math.hypot(*y)
            if a > 0 and b > 0:
                result[i, j] = max(-1.0, min(1.0, sum(s / a * (t / b) for s, t in zip(x, y, strict=True))))
    return result
