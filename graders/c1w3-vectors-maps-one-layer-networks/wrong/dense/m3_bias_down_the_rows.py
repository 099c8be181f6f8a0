"""Adds b[i] to row i whenever there are as many examples as outputs."""

CAUGHT_BY = "test_without_weights_only_the_bias_is_left"


def dense(X, W, b):
    """The outputs (n, k) of a layer with weights W (d, k) and bias b (k,) for a batch X (n, d)."""
    X, W, b = (np.asarray(value, dtype=np.float64) for value in (X, W, b))
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != W.shape[0] or b.shape != W.shape[1:]:
        raise ValueError(f"the shapes {X.shape}, {W.shape} and {b.shape} make no layer")
    if len(b) == len(X):
        b = b[:, None]  # one bias for each row
    return X @ W + b
