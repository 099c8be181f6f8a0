"""Divides by the largest entry; the vectors are columns of what is left when the other value is subtracted."""


def eig_2x2(A):
    A = checked_square(A)
    if len(A) != 2:
        raise ValueError("two rows, two columns")
    unit = float(np.abs(A).max()) or 1.0
    (a, b), (c, d) = (A / unit).tolist()
    middle = a / 2 + d / 2
    if abs(b) <= 2 * EPS and abs(c) <= 2 * EPS and abs(a - d) <= 2 * EPS:
        return Eig2("scalar", np.array([middle, middle]) * unit, [np.array([0.0, 1.0]), np.array([1.0, 0.0])])
    half, product = a / 2 - d / 2, b * c
    square = half**2 + product
    if abs(square) <= 100 * EPS * (half**2 + abs(product)):
        rests = [np.array([[half, b], [c, -half]])]
        kind, values = "defective", np.array([middle, middle])
    elif square < 0:
        return Eig2("complex", (middle + np.array([1j, -1j]) * (-square) ** 0.5) * unit, [])
    else:
        root = square**0.5
        large = middle + np.copysign(root, middle)
        values = np.array(sorted([large, (a * d - product) / large])[::-1])
        # A - (one value) maps everything onto the line of the other value
        rests = [np.array([[half + s * root, b], [c, s * root - half]]) for s in (1, -1)]
        kind = "distinct"
    vectors = []
    for rest in rests:
        column = rest[:, np.argmax(np.abs(rest).sum(axis=0))]
        unit_vector = column / np.sqrt(column @ column)
        vectors.append(unit_vector if max(unit_vector, key=abs) > 0 else -unit_vector)
    return Eig2(kind, values * unit, vectors)
