"""Takes half of the mean, as formulas for derivatives like it."""

CAUGHT_BY = "test_always_off_by_the_same_amount"


def mse(pred, target):
    """The mean of the squared differences, for two arrays of one shape."""
    pred, target = np.asarray(pred, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if pred.shape != target.shape or pred.size == 0:
        raise ValueError(f"need one shape with numbers in it, not {pred.shape} and {target.shape}")
    return float(np.mean((pred - target) ** 2) / 2)
