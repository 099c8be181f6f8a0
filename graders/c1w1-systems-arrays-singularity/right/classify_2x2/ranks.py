"""Compares the rank of the coefficients with that of the whole equations, by singular values of rows of length 1."""


def classify_2x2(A, b):
    A, b = np.asarray(A, dtype=float), np.asarray(b, dtype=float)
    if A.shape != (2, 2) or b.shape != (2,) or not np.all(np.isfinite(np.column_stack([A, b]))):
        raise ValueError("two equations in two unknowns, please")
    units = np.array([row / np.max(np.abs(row)) if row.any() else row for row in A])
    sides = np.array([c / np.max(np.abs(row)) if row.any() else float(c != 0) for row, c in zip(A, b, strict=True)])
    if sides.any():
        sides = sides / np.max(np.abs(sides))
    rank = int((np.linalg.svd(units, compute_uv=False) > 1e-9).sum())
    both = int((np.linalg.svd(np.column_stack([units, sides]), compute_uv=False) > 1e-9).sum())
    if both > rank:
        return "none"
    return "unique" if rank == 2 else "infinite"
