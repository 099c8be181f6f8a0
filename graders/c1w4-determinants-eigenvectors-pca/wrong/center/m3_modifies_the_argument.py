"""Subtracts in place, so a float64 table of the caller is changed."""

CAUGHT_BY = "test_the_argument_stays_as_it_was"


def center(X):
    """The table X (n, d) moved to mean zero, and the mean (d,) of its columns."""
    checked_table(X)
    table = np.asarray(X, dtype=np.float64)
    mean = table.mean(axis=0)
    table -= mean
    return table, mean
