"""Exchanges the rows of A but forgets to exchange the entries of b."""

CAUGHT_BY = "test_exchanged_rows_take_their_right_hand_side_along"


def solve_report(A, b):
    """The solution of a square system and how well it fits, as a Report."""
    A = checked_matrix(A)
    b = np.array(b, dtype=np.float64)
    n = len(A)
    if A.shape != (n, n) or b.shape != (n,) or not np.isfinite(b).all():
        raise ValueError(f"a square A and a finite vector b must fit, not {A.shape} and {b.shape}")
    limit = n * EPS * np.abs(A).max(initial=0.0)
    U, y = A.copy(), b.copy()
    for k in range(n):  # the elimination of lu_factor; b goes along, so L need not be kept
        best = k + np.argmax(np.abs(U[k:, k]))
        if abs(U[best, k]) <= limit:
            raise np.linalg.LinAlgError(f"no pivot in column {k}: A is singular up to round-off")
        U[[k, best]] = U[[best, k]]
        factors = U[k + 1 :, k] / U[k, k]
        U[k + 1 :] -= np.outer(factors, U[k])
        y[k + 1 :] -= factors * y[k]
    x = np.zeros(n)
    for k in reversed(range(n)):
        x[k] = (y[k] - U[k, k + 1 :] @ x[k + 1 :]) / U[k, k]
    residual = float(np.abs(b - A @ x).max(initial=0.0))
    norm = np.abs(A).sum(axis=1).max(initial=0.0)
    size = float(norm * np.abs(x).max(initial=0.0) + np.abs(b).max(initial=0.0))
    return Report(x, residual, residual / size if size > 0 else 0.0)
