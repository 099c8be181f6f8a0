"""Averages along the rows instead of down the columns."""

CAUGHT_BY = "test_every_column_by_itself"


def standardize_columns(X, ddof=0):
    """Z (n, d) with column means 0 and spreads 1, and the means (d,) and spreads (d,) of X (n, d)."""
    X = np.array(X, dtype=np.float64)
    if X.ndim != 2 or len(X) <= ddof:
        raise ValueError(f"need a table of more than {ddof} rows, not shape {X.shape}")
    mean = X.mean(axis=1)
    distance = X - mean[:, None]
    scale = np.sqrt((distance**2).sum(axis=1) / max(1, X.shape[1] - ddof))
    constant = X.max(axis=1) == X.min(axis=1)
    scale[constant] = 1.0
    distance[constant] = 0.0
    return distance / scale[:, None], mean, scale
