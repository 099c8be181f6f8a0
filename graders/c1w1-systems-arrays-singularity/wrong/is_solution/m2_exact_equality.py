"""Asks for a residual of exactly 0."""

CAUGHT_BY = "test_a_rounded_solution_is_a_solution"


def is_solution(A, b, x, rtol=1e-9):
    """Whether A @ x = b holds in every equation, up to rtol times the size of the numbers in it."""
    A, b, x = (np.array(values, dtype=np.float64) for values in (A, b, x))
    if A.ndim != 2 or b.shape != A.shape[:1] or x.shape != A.shape[1:]:
        raise ValueError(f"shapes do not fit: A {A.shape}, b {b.shape}, x {x.shape}")
    if not np.isfinite(x).all():
        return False
    return bool((A @ x == b).all())
