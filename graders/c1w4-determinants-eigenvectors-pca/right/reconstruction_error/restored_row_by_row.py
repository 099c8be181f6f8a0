"""Restores each row by itself, and measures its distance."""


def reconstruction_error(model, X):
    table = checked_table(X)
    if table.shape[1] != model.components.shape[1]:
        raise ValueError("the widths do not fit")
    squares = 0.0
    for row in table:
        restored = np.array(model.mean)
        for direction in model.components:
            restored = restored + (direction @ (row - model.mean)) * direction
        squares += np.linalg.norm(row - restored) ** 2
    return float(squares / len(table))
