"""Adds up in float32, which has seven digits: near a million the mean is off."""

CAUGHT_BY = "test_columns_near_a_million"


def center(X):
    """The table X (n, d) moved to mean zero, and the mean (d,) of its columns."""
    table = checked_table(X)
    sums = table.astype(np.float32).sum(axis=0)
    mean = (sums / len(table)).astype(np.float64)
    return table - mean, mean
