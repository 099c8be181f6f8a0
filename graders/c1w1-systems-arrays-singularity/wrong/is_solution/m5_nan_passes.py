"""Asks whether the residual is larger than the limit; for NaN that is never so."""

CAUGHT_BY = "test_nan_and_infinity_solve_nothing"


def is_solution(A, b, x, rtol=1e-9):
    """Whether A @ x = b holds in every equation, up to rtol times the size of the numbers in it."""
    A, b, x = (np.array(values, dtype=np.float64) for values in (A, b, x))
    if A.ndim != 2 or b.shape != A.shape[:1] or x.shape != A.shape[1:]:
        raise ValueError(f"shapes do not fit: A {A.shape}, b {b.shape}, x {x.shape}")
    worst = np.abs(A @ x - b).max()
    size = np.abs(A).max() * np.abs(x).max() * len(x) + np.abs(b).max()
    return not (worst > rtol * size)
