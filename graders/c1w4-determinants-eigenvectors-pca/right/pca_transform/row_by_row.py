"""Each coordinate is a dot product of its own, each restored row a sum of multiples."""


def pca_transform(model, X):
    table = checked_table(X)
    d = len(model.mean)
    if table.shape[1] != d:
        raise ValueError("the widths do not fit")
    Z = np.zeros((len(table), len(model.components)))
    for i, row in enumerate(table):
        for j, direction in enumerate(model.components):
            Z[i, j] = sum((row[c] - model.mean[c]) * direction[c] for c in range(d))
    return Z


def pca_restore(model, Z):
    coordinates = checked_table(Z)
    if coordinates.shape[1] != len(model.components):
        raise ValueError("the widths do not fit")
    rows = np.tile(np.array(model.mean), (len(coordinates), 1))
    for j, direction in enumerate(model.components):
        rows += np.outer(coordinates[:, j], direction)
    return rows
