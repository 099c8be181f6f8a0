"""Asks for as many new rows as it takes to fit a model, so a few rows are refused."""

CAUGHT_BY = "test_any_number_of_rows"


def pca_transform(model, X):
    """Coordinates (n, k) of the rows of X (n, d) along the components of a model."""
    table = checked_table(X)
    if table.shape[1] != len(model.mean):
        raise ValueError(f"the model needs {len(model.mean)} columns, not {table.shape[1]}")
    if len(table) <= len(model.components):
        raise ValueError(f"{len(table)} rows are too few for {len(model.components)} components")
    return (table - model.mean) @ model.components.T


def pca_restore(model, Z):
    """The rows (n, d) whose coordinates are Z (n, k)."""
    coordinates = checked_table(Z)
    if coordinates.shape[1] != len(model.components):
        raise ValueError(f"need {len(model.components)} coordinates, not {coordinates.shape[1]}")
    return coordinates @ model.components + model.mean
