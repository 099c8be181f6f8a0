"""Divides one factor before multiplying, so the two halves are rounded differently."""

CAUGHT_BY = "test_symmetric_to_the_last_bit"


def covariance(X, ddof=1):
    """The covariance matrix (d, d) of the columns of X (n, d), with divisor n - ddof."""
    table = checked_table(X)
    n = len(table)
    if n <= ddof:
        raise ValueError(f"{n} rows are too few for ddof {ddof}")
    deviations = table - table.mean(axis=0)
    return (deviations / (n - ddof)).T @ deviations
