"""By Pythagoras: squared length of the row around the mean, less that of its coordinates."""


def reconstruction_error(model, X):
    table = checked_table(X)
    if table.shape[1] != len(model.mean):
        raise ValueError("the widths do not fit")
    around = table - model.mean
    coordinates = np.einsum("nd,kd->nk", around, model.components)
    return float(np.mean(np.sum(around * around, axis=1) - np.sum(coordinates * coordinates, axis=1)))
