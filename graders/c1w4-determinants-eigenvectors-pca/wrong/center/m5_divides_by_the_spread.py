"""Standardises: divides by the standard deviation of each column as well."""

CAUGHT_BY = "test_the_cloud_keeps_its_shape"


def center(X):
    """The table X (n, d) moved to mean zero, and the mean (d,) of its columns."""
    table = checked_table(X)
    mean, spread = table.mean(axis=0), table.std(axis=0)
    return (table - mean) / np.where(spread > 0, spread, 1.0), mean
