"""Expands along the last column with arrays, and stops at 2x2."""


def det_cofactor(A):
    A = np.asarray(A, dtype=float)
    n = len(A) if A.ndim else 0
    if A.shape != (n, n):
        raise ValueError("not square")
    if n == 0:
        return 1.0
    if n == 1:
        return float(A[0, 0])
    if n == 2:
        return float(A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0])
    parts = []
    for i in range(n):
        if A[i, -1] != 0:
            minor = np.delete(A[:, :-1], i, axis=0)
            parts.append((-1) ** (i + n - 1) * float(A[i, -1]) * det_cofactor(minor))
    return float(sum(parts))
