"""Compares the coordinates of the rows with those of the restored rows, which are always the same."""

CAUGHT_BY = "test_what_lies_beside_the_components"


def reconstruction_error(model, X):
    """Mean over the rows of X (n, d) of the squared distance to the restored row."""
    table = checked_table(X)
    if table.shape[1] != len(model.mean):
        raise ValueError(f"the model needs {len(model.mean)} columns, not {table.shape[1]}")
    deviations = table - model.mean
    coordinates = deviations @ model.components.T
    missed = coordinates - coordinates @ model.components @ model.components.T
    return float((missed**2).sum(axis=1).mean())
