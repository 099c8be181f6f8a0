"""Subtracts the mean of the whole table from every column."""

CAUGHT_BY = "test_every_column_by_itself"


def standardize_columns(X, ddof=0):
    """Z (n, d) with column means 0 and spreads 1, and the means (d,) and spreads (d,) of X (n, d)."""
    X = np.array(X, dtype=np.float64)
    if X.ndim != 2 or len(X) <= ddof:
        raise ValueError(f"need a table of more than {ddof} rows, not shape {X.shape}")
    mean = np.full(X.shape[1], X.mean())
    distance = X - mean
    scale = X.std(axis=0, ddof=ddof)
    constant = X.max(axis=0) == X.min(axis=0)
    scale[constant] = 1.0
    return distance / scale, mean, scale
