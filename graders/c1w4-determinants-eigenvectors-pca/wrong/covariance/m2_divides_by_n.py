"""Divides by n, whatever ddof says."""

CAUGHT_BY = "test_the_divisor"


def covariance(X, ddof=1):
    """The covariance matrix (d, d) of the columns of X (n, d), with divisor n - ddof."""
    table = checked_table(X)
    n = len(table)
    if n <= ddof:
        raise ValueError(f"{n} rows are too few for ddof {ddof}")
    deviations = table - table.mean(axis=0)
    C = deviations.T @ deviations / n
    return (C + C.T) / 2
