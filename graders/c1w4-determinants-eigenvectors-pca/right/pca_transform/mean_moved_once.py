"""Multiplies first and takes the mean's own coordinates away; solves for them on neither way."""


def pca_transform(model, X):
    table = checked_table(X)
    V = np.array(model.components)
    if table.shape[1] != V.shape[1]:
        raise ValueError("the widths do not fit")
    return np.einsum("nd,kd->nk", table, V) - V @ model.mean


def pca_restore(model, Z):
    coordinates = checked_table(Z)
    V = np.vstack([model.components, model.mean])
    if coordinates.shape[1] != len(V) - 1:
        raise ValueError("the widths do not fit")
    return np.column_stack([coordinates, np.ones(len(coordinates))]) @ V
