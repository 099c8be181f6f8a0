"""Multiplies the columns as they are: no mean is taken away."""

CAUGHT_BY = "test_a_constant_changes_nothing"


def covariance(X, ddof=1):
    """The covariance matrix (d, d) of the columns of X (n, d), with divisor n - ddof."""
    table = checked_table(X)
    n = len(table)
    if n <= ddof:
        raise ValueError(f"{n} rows are too few for ddof {ddof}")
    C = table.T @ table / (n - ddof)
    return (C + C.T) / 2
