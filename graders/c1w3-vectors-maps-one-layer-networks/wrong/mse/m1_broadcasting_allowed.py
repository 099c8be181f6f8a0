"""Lets NumPy stretch one of the arrays."""

CAUGHT_BY = "test_the_shapes_must_be_identical"


def mse(pred, target):
    """The mean of the squared differences, for two arrays of one shape."""
    pred, target = np.asarray(pred, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if pred.size == 0 or target.size == 0:
        raise ValueError(f"need one shape with numbers in it, not {pred.shape} and {target.shape}")
    return float(np.mean((pred - target) ** 2))
