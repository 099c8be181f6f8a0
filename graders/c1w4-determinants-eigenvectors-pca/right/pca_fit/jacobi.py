"""Jacobi rotations turn the covariance matrix until nothing is left beside its diagonal."""


def pca_fit(X, k):
    """The k directions in which the rows of X (n, d) vary most, as a PCA."""
    table = checked_table(X)
    n, d = table.shape
    if not 1 <= k <= min(n - 1, d):
        raise ValueError(f"k must be between 1 and {min(n - 1, d)}, not {k}")
    mean = table.mean(axis=0)
    deviations = table - mean
    C = np.array([[a @ b for b in deviations.T] for a in deviations.T]) / (n - 1)
    total, V = sum(C[j, j] for j in range(d)), np.eye(d)
    for _ in range(30):
        if np.abs(C - np.diag(np.diag(C))).max() <= 1e-15 * max(total, 1e-300):
            break
        for p in range(d):
            for q in range(p + 1, d):
                angle = 0.5 * np.arctan2(2 * C[p, q], C[q, q] - C[p, p])
                c, s = np.cos(angle), np.sin(angle)
                turn = np.array([[c, s], [-s, c]])
                C[:, [p, q]] = C[:, [p, q]] @ turn
                C[[p, q]] = turn.T @ C[[p, q]]
                V[:, [p, q]] = V[:, [p, q]] @ turn
    order = sorted(range(d), key=lambda j: -C[j, j])[:k]
    components = V.T[order]
    largest = [row[np.argmax(np.abs(row))] for row in components]
    return PCA(mean, components * np.sign(largest)[:, None], np.diag(C)[order], float(total))
