"""Divides by the standard deviations, too: a correlation matrix."""

CAUGHT_BY = "test_the_unit_of_a_column"


def covariance(X, ddof=1):
    """The covariance matrix (d, d) of the columns of X (n, d), with divisor n - ddof."""
    table = checked_table(X)
    n = len(table)
    if n <= ddof:
        raise ValueError(f"{n} rows are too few for ddof {ddof}")
    deviations = table - table.mean(axis=0)
    C = deviations.T @ deviations / (n - ddof)
    C = (C + C.T) / 2
    spread = np.sqrt(np.diag(C))
    spread[spread == 0.0] = 1.0
    return C / np.outer(spread, spread)
