"""Takes each direction with the sign that the library happens to give."""

CAUGHT_BY = "test_the_sign_of_a_component"


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
    largest_first = np.argsort(values)[::-1][:k]
    return PCA(mean, vectors[:, largest_first].T.copy(), values[largest_first], float(np.trace(C)))
