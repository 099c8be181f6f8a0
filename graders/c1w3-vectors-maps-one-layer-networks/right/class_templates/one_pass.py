"""One pass over the examples, in which each mean moves towards its new member."""


def class_templates(X, y, k):
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    if X.ndim != 2 or y.shape != (X.shape[0],):
        raise ValueError("one label for each row")
    means, seen = np.zeros((k, X.shape[1])), [0] * k
    for x, label in zip(X, y.tolist(), strict=True):
        if label not in range(k):
            raise ValueError(f"no class {label}")
        seen[label] += 1
        means[label] += (x - means[label]) / seen[label]
    if 0 in seen:
        raise ValueError(f"no example of class {seen.index(0)}")
    return means.T.copy(), -np.einsum("ij,ij->i", means, means) / 2
