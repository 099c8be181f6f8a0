"""Only counts entries, so a column x of shape (n, 1) makes A @ x - b a table of differences."""

CAUGHT_BY = "test_shapes_that_do_not_fit_are_refused"


def is_solution(A, b, x, rtol=1e-9):
    """Whether A @ x = b holds in every equation, up to rtol times the size of the numbers in it."""
    A, b, x = (np.array(values, dtype=np.float64) for values in (A, b, x))
    if A.ndim != 2 or b.shape != A.shape[:1] or len(x) != A.shape[1]:
        raise ValueError(f"shapes do not fit: A {A.shape}, b {b.shape}, x {x.shape}")
    if not np.isfinite(x).all():
        return False
    worst = np.abs(A @ x - b).max()
    size = np.abs(A).max() * np.abs(x).max() * len(x) + np.abs(b).max()
    return bool(worst <= rtol * size)
