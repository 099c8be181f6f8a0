"""Reports how far x itself is off, estimated by solving once more, in place of the backward error."""

CAUGHT_BY = "test_a_small_residual_for_hilbert_matrices"


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
        y[[k, best]] = y[[best, k]]
        factors = U[k + 1 :, k] / U[k, k]
        U[k + 1 :] -= np.outer(factors, U[k])
        y[k + 1 :] -= factors * y[k]
    x = np.zeros(n)
    for k in reversed(range(n)):
        x[k] = (y[k] - U[k, k + 1 :] @ x[k + 1 :]) / U[k, k]
    residual = float(np.abs(b - A @ x).max(initial=0.0))
    correction = b - A @ x  # solve once more for the error of x
    z = np.zeros(n)
    W = np.column_stack([A, correction])
    for k in range(n):
        best = k + np.argmax(np.abs(W[k:, k]))
        W[[k, best]] = W[[best, k]]
        W[k + 1 :] -= np.outer(W[k + 1 :, k] / W[k, k], W[k])
    for k in reversed(range(n)):
        z[k] = (W[k, n] - W[k, k + 1 : n] @ z[k + 1 :]) / W[k, k]
    largest = np.abs(x).max(initial=0.0)
    return Report(x, residual, float(np.abs(z).max(initial=0.0) / largest) if largest > 0 else 0.0)
