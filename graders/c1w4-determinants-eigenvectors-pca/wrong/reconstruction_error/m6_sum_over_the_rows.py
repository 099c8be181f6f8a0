"""Adds the squared distances up, without dividing by the number of rows."""

CAUGHT_BY = "test_the_mean_of_squared_distances"


def reconstruction_error(model, X):
    """Mean over the rows of X (n, d) of the squared distance to the restored row."""
    table = checked_table(X)
    if table.shape[1] != len(model.mean):
        raise ValueError(f"the model needs {len(model.mean)} columns, not {table.shape[1]}")
    deviations = table - model.mean
    missed = deviations - deviations @ model.components.T @ model.components
    return float((missed**2).sum())
