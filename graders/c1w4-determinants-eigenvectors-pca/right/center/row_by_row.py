"""Updates a running mean with each row, then subtracts it twice over, to polish away the rounding."""


def center(X):
    """The table X (n, d) moved to mean zero, and the mean (d,) of its columns."""
    table = checked_table(X)
    mean = np.zeros(table.shape[1])
    for count, row in enumerate(table, start=1):
        mean += (row - mean) / count
    rest = np.array([sum(column) for column in (table - mean).T.tolist()]) / len(table)
    mean = mean + rest
    return table - mean, mean
