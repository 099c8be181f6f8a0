"""Applies the operation to the identity matrix and multiplies from the left."""


def row_operation(M, kind, i, j=None, factor=None):
    M = checked_matrix(M)
    m = M.shape[0]
    needed = [i] if kind == "scale" else [i, j]
    if any(k is None or not 0 <= k < m for k in needed):
        raise ValueError("no such row")
    E = np.eye(m)
    if kind == "swap":
        E[i, i] = E[j, j] = 0.0
        E[i, j] = E[j, i] = 1.0
    elif kind == "scale" and factor != 0:
        E[i, i] = factor
    elif kind == "add" and i != j:
        E[i, j] = factor
    else:
        raise ValueError("this is not a row operation")
    return E @ M
