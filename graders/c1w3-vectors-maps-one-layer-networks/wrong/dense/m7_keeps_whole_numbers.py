"""Multiplies in whatever type the arrays have, and converts to float64 when it is too late."""

CAUGHT_BY = "test_pixels_do_not_wrap"


def dense(X, W, b):
    """The outputs (n, k) of a layer with weights W (d, k) and bias b (k,) for a batch X (n, d)."""
    X, W, b = (np.asarray(value) for value in (X, W, b))
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != W.shape[0] or b.shape != W.shape[1:]:
        raise ValueError(f"the shapes {X.shape}, {W.shape} and {b.shape} make no layer")
    return (X @ W + b).astype(np.float64)
