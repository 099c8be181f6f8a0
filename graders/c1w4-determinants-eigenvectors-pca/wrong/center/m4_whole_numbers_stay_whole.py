"""Fills a result of the input's type: for whole numbers the decimals are cut off."""

CAUGHT_BY = "test_whole_numbers"


def center(X):
    """The table X (n, d) moved to mean zero, and the mean (d,) of its columns."""
    checked_table(X)
    Xc = np.array(X)
    mean = Xc.mean(axis=0, dtype=np.float64)
    for row in Xc:
        row[:] = row - mean
    return Xc.astype(np.float64), mean
