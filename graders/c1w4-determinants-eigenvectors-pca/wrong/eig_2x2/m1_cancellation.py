"""Subtracts the root from the middle even where the two agree in nearly all digits."""

CAUGHT_BY = "test_a_small_value_beside_a_large_one"


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
        pair = [m + root, m - root]
        kind, values = "distinct", np.ldexp([max(pair), min(pair)], power)
        # lambda - a is root - h or -root - h, lambda - d is h + root or h - root: use those that add up
        if h >= 0:
            candidates = [(h + root, c), (b, -(h + root))]
        else:
            candidates = [(b, root - h), (h - root, c)]
    vectors = []
    for candidate in candidates:
        v = np.array(candidate) / length(np.array(candidate))
        vectors.append(v * np.sign(v[np.argmax(np.abs(v))]))
    return Eig2(kind, values, vectors)
