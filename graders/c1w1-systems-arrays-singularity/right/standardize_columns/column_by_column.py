"""One column after the other, in plain Python, with sums that are rounded once."""

import math


def standardize_columns(X, ddof=0):
    X = np.asarray(X, dtype=float)
    if len(X.shape) != 2:
        raise ValueError("a table, please")
    n, d = X.shape
    if n <= ddof:
        raise ValueError("too few rows")
    Z, means, scales = np.zeros((n, d)), [], []
    for j in range(d):
        column = X[:, j].tolist()
        mean = math.fsum(column) / n
        scale = 1.0
        if len(set(column)) > 1:
            scale = math.sqrt(math.fsum((entry - mean) ** 2 for entry in column) / (n - ddof))
            Z[:, j] = [(entry - mean) / scale for entry in column]
        means.append(mean)
        scales.append(scale)
    return Z, np.array(means), np.array(scales)
