"""The left singular vector of the smallest singular value."""


def dependence_coefficients(V, tol=None):
    V = np.array(V, dtype=np.float64)
    if V.ndim != 2 or not 0 < V.shape[0] < 4:
        raise ValueError("one to three rows")
    k, d = V.shape
    size = np.max(np.abs(V))
    if size == 0:
        return np.eye(k)[0]
    limit = max(k, d) * EPS if tol is None else tol / size
    U, sizes, _ = np.linalg.svd(V / size)
    if k <= d and sizes[-1] > limit:
        return None
    c = U[:, -1]
    c = np.where(np.abs(c) < 1e-12, 0.0, c)
    c = c / np.max(np.abs(c))
    return c if c[np.flatnonzero(c)[0]] > 0 else -c
