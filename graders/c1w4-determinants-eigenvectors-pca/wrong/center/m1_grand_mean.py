"""One mean for the whole table in place of one for each column."""

CAUGHT_BY = "test_each_column_has_its_own_mean"


def center(X):
    """The table X (n, d) moved to mean zero, and the mean (d,) of its columns."""
    table = checked_table(X)
    mean = np.full(table.shape[1], table.mean())
    return table - mean, mean
