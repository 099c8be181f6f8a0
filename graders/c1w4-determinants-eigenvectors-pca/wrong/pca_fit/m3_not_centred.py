"""Decomposes the table as it is, without taking the mean away."""

CAUGHT_BY = "test_the_place_of_the_cloud"


def pca_fit(X, k):
    """The k directions in which the rows of X (n, d) vary most, as a PCA."""
    table = checked_table(X)
    n, d = table.shape
    if not 1 <= k <= min(n - 1, d):
        raise ValueError(f"k must be between 1 and {min(n - 1, d)}, not {k}")
    mean = table.mean(axis=0)
    deviations = table
    C = deviations.T @ deviations / (n - 1)
    values, vectors = np.linalg.eigh((C + C.T) / 2)
    largest_first = np.argsort(values)[::-1][:k]
    components = vectors[:, largest_first].T
    leading = np.abs(components).argmax(axis=1)
    signs = np.where(components[np.arange(k), leading] < 0, -1.0, 1.0)
    return PCA(mean, components * signs[:, None], values[largest_first], float(np.trace(C)))
