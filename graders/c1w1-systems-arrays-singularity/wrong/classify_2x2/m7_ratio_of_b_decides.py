"""Equal ratios of the right-hand sides and of the first column already count as one line written twice."""

CAUGHT_BY = "test_lines_that_cross_on_an_axis"


def classify_2x2(A, b):
    """How many solutions A @ x = b has: "unique", "none" or "infinite"."""
    A, b = np.array(A, dtype=np.float64), np.array(b, dtype=np.float64)
    if A.shape != (2, 2) or b.shape != (2,):
        raise ValueError(f"need two equations in two unknowns, not {A.shape} and {b.shape}")
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        raise ValueError("NaN or infinity in an equation")
    sizes = np.abs(A).max(axis=1)
    if (b[sizes == 0] != 0).any():
        return "none"
    if (sizes == 0).any():
        return "infinite"
    A, b = A / sizes[:, None], b / sizes
    if abs(A[0, 0] * b[1] - A[1, 0] * b[0]) <= 1e-9 * np.abs(b).max():
        return "infinite"
    if abs(A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0]) > 1e-9:
        return "unique"
    return "none"
