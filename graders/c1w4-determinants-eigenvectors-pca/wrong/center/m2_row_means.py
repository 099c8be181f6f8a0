"""Averages along each row, and takes that from the row."""

CAUGHT_BY = "test_each_column_has_its_own_mean"


def center(X):
    """The table X (n, d) moved to mean zero, and the mean (d,) of its columns."""
    table = checked_table(X)
    mean = table.mean(axis=1)
    return table - mean[:, None], mean
