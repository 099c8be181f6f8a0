"""Takes the part along the vector of ones away: a projection, one column at a time."""


def center(X):
    """The table X (n, d) moved to mean zero, and the mean (d,) of its columns."""
    table = checked_table(X)
    n, d = table.shape
    ones = np.ones(n)
    Xc, mean = np.empty((n, d)), np.empty(d)
    for j in range(d):
        mean[j] = ones @ table[:, j] / (ones @ ones)
        Xc[:, j] = table[:, j] - mean[j] * ones
    return Xc, mean
