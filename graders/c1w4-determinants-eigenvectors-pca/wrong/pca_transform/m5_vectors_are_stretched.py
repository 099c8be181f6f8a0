"""Takes a single row as a vector, and lets NumPy stretch it."""

CAUGHT_BY = "test_a_vector_is_no_table"


def pca_transform(model, X):
    """Coordinates (n, k) of the rows of X (n, d) along the components of a model."""
    table = np.array(X, dtype=np.float64)
    if table.size == 0 or table.ndim > 2 or not np.isfinite(table).all():
        raise ValueError("need rows of finite numbers")
    if table.shape[-1] != len(model.mean):
        raise ValueError(f"the model needs {len(model.mean)} columns, not {table.shape[-1]}")
    return (table - model.mean) @ model.components.T


def pca_restore(model, Z):
    """The rows (n, d) whose coordinates are Z (n, k)."""
    coordinates = np.array(Z, dtype=np.float64)
    if coordinates.size == 0 or coordinates.ndim > 2 or not np.isfinite(coordinates).all():
        raise ValueError("need coordinates that are finite numbers")
    if coordinates.shape[-1] != len(model.components):
        raise ValueError(f"need {len(model.components)} coordinates, not {coordinates.shape[-1]}")
    return coordinates @ model.components + model.mean
