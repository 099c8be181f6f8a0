"""The singular value decomposition of the centred table; no covariance matrix is made."""


def pca_fit(X, k):
    """The k directions in which the rows of X (n, d) vary most, as a PCA."""
    table = checked_table(X)
    n, d = table.shape
    if not 1 <= k <= min(n - 1, d):
        raise ValueError(f"k must be between 1 and {min(n - 1, d)}, not {k}")
    mean = table.mean(axis=0)
    deviations = table - mean
    _, sizes, directions = np.linalg.svd(deviations, full_matrices=False)
    components = directions[:k].copy()
    for row in components:
        if row[np.argmax(np.abs(row))] < 0:
            row *= -1.0
    return PCA(mean, components, sizes[:k] ** 2 / (n - 1), float(np.sum(deviations.var(axis=0, ddof=1))))
