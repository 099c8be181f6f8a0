"""Always takes the vector (b, value - a), which is zero for a diagonal matrix."""

CAUGHT_BY = "test_diagonal_and_triangular_matrices"


def eig_2x2(A):
    """Eigenvalues and eigenvectors of A (2, 2), as Eig2(kind, values, vectors)."""
    A = checked_square(A)
    if A.shape != (2, 2):
        raise ValueError(f"need a matrix of shape (2, 2), not {A.shape}")
    power = np.frexp(np.abs(A).max())[1]
    (a, b), (c, d) = scaled = np.ldexp(A, -power)
    m, h = (a + d) / 2, (a - d) / 2
    D = h * h + b * c
    same = np.ldexp([m, m], power)
    if max(abs(b), abs(c), abs(a - d)) <= 2 * EPS * np.abs(scaled).max():
        return Eig2("scalar", same, [np.array([1.0, 0.0]), np.array([0.0, 1.0])])
    if abs(D) <= 100 * EPS * (h * h + abs(b * c)):
        kind, values, candidates = "defective", same, [(b, -h) if abs(b) >= abs(c) else (h, c)]
    elif D < 0:
        parts = np.ldexp([m, np.sqrt(-D)], power)
        return Eig2("complex", np.array([complex(*parts), complex(*parts).conjugate()]), [])
    else:
        root = np.sqrt(D)
        larger = m + root if m >= 0 else m - root  # nothing cancels
        pair = [larger, (a * d - b * c) / larger]
        kind, values = "distinct", np.ldexp([max(pair), min(pair)], power)
        candidates = [(b, root - h), (b, -root - h)]
    vectors = []
    for candidate in candidates:
        with np.errstate(invalid="ignore"):
            v = np.array(candidate) / length(np.array(candidate))
        vectors.append(v * np.sign(v[np.argmax(np.abs(v))]))
    return Eig2(kind, values, vectors)
