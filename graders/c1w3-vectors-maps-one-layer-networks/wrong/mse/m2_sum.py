"""Adds the squares up and does not divide."""

CAUGHT_BY = "test_the_mean_of_the_squared_differences"


def mse(pred, target):
    """The mean of the squared differences, for two arrays of one shape."""
    pred, target = np.asarray(pred, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if pred.shape != target.shape or pred.size == 0:
        raise ValueError(f"need one shape with numbers in it, not {pred.shape} and {target.shape}")
    return float(np.sum((pred - target) ** 2))
