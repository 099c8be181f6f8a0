"""Compares the residual with rtol itself, whatever the size of the numbers."""

CAUGHT_BY = "test_the_unit_does_not_matter"


def is_solution(A, b, x, rtol=1e-9):
    """Whether A @ x = b holds in every equation, up to rtol times the size of the numbers in it."""
    A, b, x = (np.array(values, dtype=np.float64) for values in (A, b, x))
    if A.ndim != 2 or b.shape != A.shape[:1] or x.shape != A.shape[1:]:
        raise ValueError(f"shapes do not fit: A {A.shape}, b {b.shape}, x {x.shape}")
    if not np.isfinite(x).all():
        return False
    worst = np.abs(A @ x - b).max()
    return bool(worst <= rtol)
