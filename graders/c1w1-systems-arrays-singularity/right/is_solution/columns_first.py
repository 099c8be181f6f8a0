"""Adds the columns of A one by one, the last one first, and compares all residuals at once."""


def is_solution(A, b, x, rtol=1e-9):
    A = np.array(A, dtype=np.float64)
    b = np.array(b, dtype=np.float64)
    x = np.array(x, dtype=np.float64)
    if A.ndim != 2:
        raise ValueError("A must be a matrix")
    m, n = A.shape
    if b.shape != (m,) or x.shape != (n,):
        raise ValueError("b or x does not fit")
    if np.isnan(x).any() or np.isinf(x).any():
        return False
    residual = -b
    for j in reversed(range(n)):
        residual = residual + x[j] * A[:, j]
    limit = rtol * (n * np.max(np.abs(x)) * np.max(np.abs(A)) + np.max(np.abs(b)))
    return bool(np.all(-limit <= residual) and np.all(residual <= limit))
