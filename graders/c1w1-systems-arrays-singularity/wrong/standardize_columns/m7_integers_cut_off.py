"""Writes the result into a copy that still holds whole numbers."""

CAUGHT_BY = "test_whole_numbers_give_fractions"


def standardize_columns(X, ddof=0):
    """Z (n, d) with column means 0 and spreads 1, and the means (d,) and spreads (d,) of X (n, d)."""
    X = np.array(X)
    if X.ndim != 2 or len(X) <= ddof:
        raise ValueError(f"need a table of more than {ddof} rows, not shape {X.shape}")
    mean = X.mean(axis=0, dtype=np.float64)
    distance = X - mean
    scale = np.sqrt((distance**2).sum(axis=0) / (len(X) - ddof))
    constant = X.max(axis=0) == X.min(axis=0)
    scale[constant] = 1.0
    distance[:, constant] = 0.0
    X[:] = distance / scale
    return X.astype(np.float64), mean, scale
