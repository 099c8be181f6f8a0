"""Takes W with one row of weights for each output, which only a square W lets pass unnoticed."""

CAUGHT_BY = "test_as_many_outputs_as_inputs"


def dense(X, W, b):
    """The outputs (n, k) of a layer with weights W (d, k) and bias b (k,) for a batch X (n, d)."""
    X, W, b = (np.asarray(value, dtype=np.float64) for value in (X, W, b))
    if W.ndim == 2 and X.ndim == 2 and W.shape[1] == X.shape[1]:
        W = W.T  # a row of weights for each output
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != W.shape[0] or b.shape != W.shape[1:]:
        raise ValueError(f"the shapes {X.shape}, {W.shape} and {b.shape} make no layer")
    return X @ W + b
