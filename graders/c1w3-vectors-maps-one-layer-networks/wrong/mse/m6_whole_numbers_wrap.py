"""Subtracts and squares in whatever type the arrays have."""

CAUGHT_BY = "test_whole_numbers_do_not_wrap"


def mse(pred, target):
    """The mean of the squared differences, for two arrays of one shape."""
    pred, target = np.asarray(pred), np.asarray(target)
    if pred.shape != target.shape or pred.size == 0:
        raise ValueError(f"need one shape with numbers in it, not {pred.shape} and {target.shape}")
    return float(np.mean((pred - target) ** 2))
