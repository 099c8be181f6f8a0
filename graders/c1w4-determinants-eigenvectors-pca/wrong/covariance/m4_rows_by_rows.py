"""Multiplies rows with rows: X @ X.T, one entry for each pair of observations."""

CAUGHT_BY = "test_one_entry_for_each_pair_of_columns"


def covariance(X, ddof=1):
    """The covariance matrix (d, d) of the columns of X (n, d), with divisor n - ddof."""
    table = checked_table(X)
    n = len(table)
    if n <= ddof:
        raise ValueError(f"{n} rows are too few for ddof {ddof}")
    deviations = table - table.mean(axis=0)
    C = deviations @ deviations.T / (n - ddof)
    return (C + C.T) / 2
