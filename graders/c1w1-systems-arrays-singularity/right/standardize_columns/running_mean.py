"""Reads the rows once and updates mean and sum of squared distances with each (Welford)."""


def standardize_columns(X, ddof=0):
    X = np.array(X, dtype=np.float64)
    if X.ndim != 2 or X.shape[0] <= ddof:
        raise ValueError("wrong shape")
    mean, squares = np.zeros(X.shape[1]), np.zeros(X.shape[1])
    for count, row in enumerate(X, start=1):
        step = row - mean
        mean = mean + step / count
        squares = squares + step * (row - mean)
    differs = (X[0] != X).any(axis=0)
    scale = np.where(differs, np.sqrt(squares / (len(X) - ddof)), 1.0)
    Z = np.where(differs, (X - mean) / np.where(differs, scale, 1.0), 0.0)
    return Z, mean, scale
