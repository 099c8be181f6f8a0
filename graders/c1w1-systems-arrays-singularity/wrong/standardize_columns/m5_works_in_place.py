"""Standardizes the table that was passed in, and returns that same table."""

CAUGHT_BY = "test_the_argument_stays_as_it_was"


def standardize_columns(X, ddof=0):
    """Z (n, d) with column means 0 and spreads 1, and the means (d,) and spreads (d,) of X (n, d)."""
    X = np.asarray(X, dtype=np.float64)
    if X.ndim != 2 or len(X) <= ddof:
        raise ValueError(f"need a table of more than {ddof} rows, not shape {X.shape}")
    mean = X.mean(axis=0)
    constant = X.max(axis=0) == X.min(axis=0)
    X -= mean
    scale = np.sqrt((X**2).sum(axis=0) / (len(X) - ddof))
    scale[constant] = 1.0
    X[:, constant] = 0.0
    X /= scale
    return X, mean, scale
