"""Always divides by n."""

CAUGHT_BY = "test_ddof_is_taken_off_the_number_of_rows"


def standardize_columns(X, ddof=0):
    """Z (n, d) with column means 0 and spreads 1, and the means (d,) and spreads (d,) of X (n, d)."""
    X = np.array(X, dtype=np.float64)
    if X.ndim != 2 or len(X) <= ddof:
        raise ValueError(f"need a table of more than {ddof} rows, not shape {X.shape}")
    mean = X.mean(axis=0)
    distance = X - mean
    scale = np.sqrt((distance**2).sum(axis=0) / len(X))
    constant = X.max(axis=0) == X.min(axis=0)
    scale[constant] = 1.0
    distance[:, constant] = 0.0
    return distance / scale, mean, scale
