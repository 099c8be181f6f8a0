"""Mean of products minus product of means: cancels far from zero."""

CAUGHT_BY = "test_columns_far_from_zero"


def covariance(X, ddof=1):
    """The covariance matrix (d, d) of the columns of X (n, d), with divisor n - ddof."""
    table = checked_table(X)
    n = len(table)
    if n <= ddof:
        raise ValueError(f"{n} rows are too few for ddof {ddof}")
    mean = table.mean(axis=0)
    C = (table.T @ table - n * np.outer(mean, mean)) / (n - ddof)
    C = (C + C.T) / 2
    C[np.diag_indices_from(C)] = np.maximum(np.diag(C), 0.0)
    return C
