"""No elimination: an orthonormal basis of the rows; the null space is what is perpendicular to it, x lies in it."""


def perpendicular_basis(vectors, limit):
    """Orthonormal rows that span the same as `vectors`: the longest that is left comes next, until none is."""
    basis = np.zeros((0, vectors.shape[1]))
    while len(vectors) and np.abs(vectors).max(initial=0.0) > limit:
        longest = np.argmax((vectors**2).sum(axis=1))
        q = vectors[longest] / np.sqrt((vectors[longest] ** 2).sum())
        vectors = np.delete(vectors, longest, axis=0)
        for _ in range(2):
            vectors = vectors - np.outer(vectors @ q, q)
        basis = np.vstack([basis, q])
    return basis


def solve_all(A, b, tol=None):
    A = checked_matrix(A)
    m, n = A.shape
    b = np.asarray(b, dtype=float)
    if b.shape != (m,) or not np.isfinite(b).all():
        raise ValueError("b does not fit")
    largest = np.abs(A).max(initial=0.0) or 1.0
    rows = perpendicular_basis(A / largest, max(m, n) * EPS if tol is None else tol / largest)
    r = len(rows)
    outside = np.eye(n)
    for _ in range(2):
        outside = outside - (outside @ rows.T) @ rows
    N = perpendicular_basis(outside, 1e-6)[: n - r].T
    # x = rows.T @ y, where the columns of (A / largest) @ rows.T are independent
    columns = A / largest @ rows.T
    Q, y = perpendicular_basis(columns.T, 0.0)[:r].T, np.zeros(r)
    if r:
        # Q spans the columns, so Q.T @ columns is square: its rows, orthonormalised with their right-hand sides
        square, right = Q.T @ columns, Q.T @ (b / largest)
        for k in range(r):
            for _ in range(2):
                for done in range(k):
                    factor = square[k] @ square[done]
                    square[k] -= factor * square[done]
                    right[k] -= factor * right[done]
            length = np.sqrt(square[k] @ square[k])
            square[k] /= length
            right[k] /= length
        y = square.T @ right
    x = rows.T @ y
    terms = np.abs(A) @ np.abs(x) + np.abs(b)
    if m and (np.abs(A @ x - b) > 100 * max(m, n) * EPS * terms.max()).any():
        return Solution("none", None, N)
    return Solution("unique" if r == n else "infinite", x, N)
