"""Divides by the spread of a constant column, which is 0."""

CAUGHT_BY = "test_a_constant_column_becomes_zeros"


def standardize_columns(X, ddof=0):
    """Z (n, d) with column means 0 and spreads 1, and the means (d,) and spreads (d,) of X (n, d)."""
    X = np.array(X, dtype=np.float64)
    if X.ndim != 2 or len(X) <= ddof:
        raise ValueError(f"need a table of more than {ddof} rows, not shape {X.shape}")
    mean = X.mean(axis=0)
    distance = X - mean
    scale = np.sqrt((distance**2).sum(axis=0) / (len(X) - ddof))
    with np.errstate(all="ignore"):
        return distance / scale, mean, scale
