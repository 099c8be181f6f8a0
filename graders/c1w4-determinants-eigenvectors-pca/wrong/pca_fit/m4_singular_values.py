"""Gives singular values where variances are due."""

CAUGHT_BY = "test_the_k_largest_variances"


def pca_fit(X, k):
    """The k directions in which the rows of X (n, d) vary most, as a PCA."""
    table = checked_table(X)
    n, d = table.shape
    if not 1 <= k <= min(n - 1, d):
        raise ValueError(f"k must be between 1 and {min(n - 1, d)}, not {k}")
    mean = table.mean(axis=0)
    deviations = table - mean
    _, sizes, directions = np.linalg.svd(deviations, full_matrices=False)
    components = directions[:k]
    leading = np.abs(components).argmax(axis=1)
    signs = np.where(components[np.arange(k), leading] < 0, -1.0, 1.0)
    total = float((deviations**2).sum() / (n - 1))
    return PCA(mean, components * signs[:, None], sizes[:k], total)
