"""Plain Python numbers in lists of rows; the array is made at the end."""


def row_operation(M, kind, i, j=None, factor=None):
    shape = checked_matrix(M).shape
    rows = checked_matrix(M).tolist()
    known = dict(enumerate(rows))
    if i not in known or (kind != "scale" and j not in known):
        raise ValueError("no such row")
    first, second = known[i], known.get(j)
    if kind == "swap":
        rows[j], rows[i] = first, second
    elif kind == "scale" and factor != 0:
        rows[i] = [factor * entry for entry in first]
    elif kind == "add" and i != j:
        rows[i] = [mine + factor * other for mine, other in zip(first, second, strict=True)]
    else:
        raise ValueError("this is not a row operation")
    return np.array(rows, dtype=float).reshape(shape)
