"""Multiplies whole numbers in their own type, where products of pixels wrap around."""

CAUGHT_BY = "test_unsigned_pixels"


def cosine_similarity(X, Y):
    """Cosines (n, m) between the rows of X (n, d) and the rows of Y (m, d)."""
    given = np.asarray(X), np.asarray(Y)
    X, Y = checked(X, 2), checked(Y, 2)
    if X.shape[1] != Y.shape[1]:
        raise ValueError(f"rows of {X.shape[1]} and of {Y.shape[1]} numbers cannot be compared")
    if all(table.dtype.kind in "iu" for table in given):
        lengths = [np.sqrt((table * table).sum(axis=1)) for table in (X, Y)]
        product = np.outer(*lengths)
        return np.clip((given[0] @ given[1].T) / np.where(product > 0, product, 1.0), -1.0, 1.0)
    units = []
    for table in (X, Y):
        largest = np.abs(table).max(axis=1, keepdims=True, initial=0.0)
        table = table / np.where(largest > 0, largest, 1.0)  # now no square is too small or too large
        length = np.sqrt((table * table).sum(axis=1, keepdims=True))
        units.append(table / np.where(length > 0, length, 1.0))
    return np.clip(units[0] @ units[1].T, -1.0, 1.0)
