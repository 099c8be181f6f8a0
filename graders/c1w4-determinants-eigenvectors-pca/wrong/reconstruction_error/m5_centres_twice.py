"""Subtracts the mean before a step that subtracts it once more."""

CAUGHT_BY = "test_rows_and_mean_move_together"


def reconstruction_error(model, X):
    """Mean over the rows of X (n, d) of the squared distance to the restored row."""
    table = checked_table(X)
    if table.shape[1] != len(model.mean):
        raise ValueError(f"the model needs {len(model.mean)} columns, not {table.shape[1]}")
    deviations = table - model.mean
    coordinates = (deviations - model.mean) @ model.components.T
    missed = deviations - coordinates @ model.components
    return float((missed**2).sum(axis=1).mean())
