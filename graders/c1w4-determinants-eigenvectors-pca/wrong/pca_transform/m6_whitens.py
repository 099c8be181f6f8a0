"""Divides the coordinates by their standard deviations, and multiplies again on the way back."""

CAUGHT_BY = "test_coordinates_along_the_components"


def pca_transform(model, X):
    """Coordinates (n, k) of the rows of X (n, d) along the components of a model."""
    table = checked_table(X)
    if table.shape[1] != len(model.mean):
        raise ValueError(f"the model needs {len(model.mean)} columns, not {table.shape[1]}")
    return (table - model.mean) @ model.components.T / np.sqrt(model.variance)


def pca_restore(model, Z):
    """The rows (n, d) whose coordinates are Z (n, k)."""
    coordinates = checked_table(Z)
    if coordinates.shape[1] != len(model.components):
        raise ValueError(f"need {len(model.components)} coordinates, not {coordinates.shape[1]}")
    return coordinates * np.sqrt(model.variance) @ model.components + model.mean
