"""Computes the error from the variances in the model, and does not look at the rows."""

CAUGHT_BY = "test_rows_that_the_model_has_not_seen"


def reconstruction_error(model, X):
    """Mean over the rows of X (n, d) of the squared distance to the restored row."""
    table = checked_table(X)
    n, d = table.shape
    if d != len(model.mean):
        raise ValueError(f"the model needs {len(model.mean)} columns, not {d}")
    return float((model.total - model.variance.sum()) * (n - 1) / n)
