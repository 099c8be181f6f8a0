"""A system of zeros, right-hand side included, is said to have no solution."""

CAUGHT_BY = "test_zero_equals_zero_says_nothing"


def classify_2x2(A, b):
    """How many solutions A @ x = b has: "unique", "none" or "infinite"."""
    A, b = np.array(A, dtype=np.float64), np.array(b, dtype=np.float64)
    if A.shape != (2, 2) or b.shape != (2,):
        raise ValueError(f"need two equations in two unknowns, not {A.shape} and {b.shape}")
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        raise ValueError("NaN or infinity in an equation")
    sizes = np.abs(A).max(axis=1)
    if (sizes == 0).all():
        return "none"
    if (b[sizes == 0] != 0).any():
        return "none"
    if (sizes == 0).any():
        return "infinite"
    A, b = A / sizes[:, None], b / sizes
    if abs(A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0]) > 1e-9:
        return "unique"
    j = np.argmax(np.abs(A[0]))
    difference = abs(b[1] - A[1, j] / A[0, j] * b[0])
    return "infinite" if difference <= 1e-9 * np.abs(b).max() else "none"
