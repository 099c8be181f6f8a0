"""Divides by n in place of n - 1."""

CAUGHT_BY = "test_the_k_largest_variances"


def pca_fit(X, k):
    """The k directions in which the rows of X (n, d) vary most, as a PCA."""
    table = checked_table(X)
    n, d = table.shape
    if not 1 <= k <= min(n - 1, d):
        raise ValueError(f"k must be between 1 and {min(n - 1, d)}, not {k}")
    mean = table.mean(axis=0)
    deviations = table - mean
    C = deviations.T @ deviations / n
    values, vectors = np.linalg.eigh((C + C.T) / 2)
    largest_first = np.argsort(values)[::-1][:k]
    components = vectors[:, largest_first].T
    leading = np.abs(components).argmax(axis=1)
    signs = np.where(components[np.arange(k), leading] < 0, -1.0, 1.0)
    return PCA(mean, components * signs[:, None], values[largest_first], float(np.trace(C)))
