"""One row after the other, with a running mean and running sums of products (Welford)."""


def covariance(X, ddof=1):
    """The covariance matrix (d, d) of the columns of X (n, d), with divisor n - ddof."""
    table = checked_table(X)
    n = len(table)
    if n <= ddof:
        raise ValueError(f"{n} rows are too few for ddof {ddof}")
    d = table.shape[1]
    mean, sums = np.zeros(d), np.zeros((d, d))
    for count, row in enumerate(table, start=1):
        before = row - mean
        mean = mean + before / count
        sums += np.outer(before, before) * ((count - 1) / count)
    return sums / (n - ddof)
