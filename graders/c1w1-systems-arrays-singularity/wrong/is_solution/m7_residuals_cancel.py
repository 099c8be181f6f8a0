"""Adds the residuals with their signs, so opposite misses cancel."""

CAUGHT_BY = "test_opposite_misses_do_not_cancel"


def is_solution(A, b, x, rtol=1e-9):
    """Whether A @ x = b holds in every equation, up to rtol times the size of the numbers in it."""
    A, b, x = (np.array(values, dtype=np.float64) for values in (A, b, x))
    if A.ndim != 2 or b.shape != A.shape[:1] or x.shape != A.shape[1:]:
        raise ValueError(f"shapes do not fit: A {A.shape}, b {b.shape}, x {x.shape}")
    if not np.isfinite(x).all():
        return False
    worst = abs((A @ x - b).sum())
    size = np.abs(A).max() * np.abs(x).max() * len(x) + np.abs(b).max()
    return bool(worst <= rtol * size)
