"""Tries to write each row as a mix of the rows before it that are independent, by removing projections."""


def dependence_coefficients(V, tol=None):
    V = np.array(V, dtype=np.float64)
    if V.ndim != 2:
        raise ValueError("rows, please")
    k, d = V.shape
    if k == 0 or k > 3:
        raise ValueError("one to three rows")
    s = np.abs(V).max(initial=0.0)
    limit = max(k, d) * EPS if tol is None else tol / s
    W = V / s if s > 0 else V
    directions = []  # unit vectors, each with the mix of rows that gives it
    for i in np.argsort(-(W**2).sum(axis=1)):
        left, mix = W[i].copy(), np.eye(k)[i]
        for _ in range(2):
            for unit, recipe in directions:
                part = left @ unit
                left, mix = left - part * unit, mix - part * recipe
        length = np.sqrt(left @ left)
        if np.abs(left).max() <= limit:
            c = mix / np.abs(mix).max()
            first = next(entry for entry in c if abs(entry) > 1e-12)
            return c * np.sign(first)
        directions.append((left / length, mix / length))
    return None
