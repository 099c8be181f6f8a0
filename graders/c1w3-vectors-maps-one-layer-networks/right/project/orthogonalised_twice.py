"""Orthogonalises the largest remaining column, twice over, then shortens the coefficients."""


def project(v, B):
    v, B = checked(v, 1), checked(B, 2)
    d, k = B.shape
    if v.shape != (d,):
        raise ValueError("the shapes do not fit")
    work, rest, basis = B.copy(), v.copy(), []
    largest = np.sqrt((B * B).sum(axis=0)).max(initial=0.0)
    while len(basis) < min(d, k):
        sizes = np.sqrt((work * work).sum(axis=0))
        best = int(np.argmax(sizes))
        if sizes[best] <= 20 * max(d, k) * EPS * largest:
            break
        q = work[:, best] / sizes[best]
        for other in (*basis, *basis):
            q = q - (other @ q) * other
        q = q / np.sqrt(q @ q)
        basis.append(q)
        for _ in range(2):
            work = work - np.outer(q, q @ work)
            rest = rest - (q @ rest) * q
    p = v - rest
    if not basis:
        return np.zeros(d), np.zeros(k)
    Q = np.column_stack(basis)
    R = Q.T @ B  # of full row rank: the shortest solution of R c = Q.T v lies in its row space
    Z, T = np.linalg.qr(R.T)
    return p, Z @ np.linalg.solve(T.T, Q.T @ p)
