"""Keeps the first k eigenvectors that eigh gives, and sorts only those."""

CAUGHT_BY = "test_the_widest_directions"


def pca_fit(X, k):
    """The k directions in which the rows of X (n, d) vary most, as a PCA."""
    table = checked_table(X)
    n, d = table.shape
    if not 1 <= k <= min(n - 1, d):
        raise ValueError(f"k must be between 1 and {min(n - 1, d)}, not {k}")
    mean = table.mean(axis=0)
    deviations = table - mean
    C = deviations.T @ deviations / (n - 1)
    values, vectors = np.linalg.eigh((C + C.T) / 2)
    values, vectors = values[:k], vectors[:, :k]
    largest_first = np.argsort(values)[::-1]
    components = vectors[:, largest_first].T
    leading = np.abs(components).argmax(axis=1)
    signs = np.where(components[np.arange(k), leading] < 0, -1.0, 1.0)
    return PCA(mean, components * signs[:, None], values[largest_first], float(np.trace(C)))
