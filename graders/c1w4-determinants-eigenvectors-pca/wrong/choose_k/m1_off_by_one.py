"""Gives the index of the last component needed, which is one less than their number."""

CAUGHT_BY = "test_the_smallest_number_that_is_enough"


def choose_k(variance, total, share):
    """The smallest number of components that hold at least `share` of the total variance."""
    variance = np.array(variance, dtype=np.float64)
    if variance.ndim != 1 or variance.size == 0 or not np.isfinite(variance).all():
        raise ValueError("need a vector of finite variances")
    if (np.diff(variance) > 0).any():
        raise ValueError("variances must come from large to small")
    if not (0 < share <= 1 and 0 < total < np.inf):
        raise ValueError(f"share must be in (0, 1] and total positive, not {share} and {total}")
    enough = np.cumsum(variance) / total >= share - 1e-12
    if not enough.any():
        raise ValueError(f"{len(variance)} components do not reach {share}")
    return max(int(np.argmax(enough)), 1)
