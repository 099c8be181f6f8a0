"""Mean of the squares minus square of the mean: all digits are lost for a column far from zero."""

CAUGHT_BY = "test_a_column_far_from_zero"


def standardize_columns(X, ddof=0):
    """Z (n, d) with column means 0 and spreads 1, and the means (d,) and spreads (d,) of X (n, d)."""
    X = np.array(X, dtype=np.float64)
    if X.ndim != 2 or len(X) <= ddof:
        raise ValueError(f"need a table of more than {ddof} rows, not shape {X.shape}")
    mean = X.mean(axis=0)
    distance = X - mean
    variance = ((X**2).mean(axis=0) - mean**2) * len(X) / (len(X) - ddof)
    scale = np.sqrt(np.maximum(variance, 0.0))
    constant = (X.max(axis=0) == X.min(axis=0)) | (scale == 0)
    scale[constant] = 1.0
    distance[:, constant] = 0.0
    return distance / scale, mean, scale
