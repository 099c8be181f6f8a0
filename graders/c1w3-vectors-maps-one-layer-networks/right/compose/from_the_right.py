"""Starts with the map that acts first."""


def compose(*maps):
    if len(maps) == 0:
        raise ValueError("nothing to compose")
    tables = [np.asarray(table, dtype=float) for table in maps]
    if any(table.ndim != 2 or not np.isfinite(table).all() for table in tables):
        raise ValueError("need matrices of finite numbers")
    total = tables.pop().copy()
    while tables:
        table = tables.pop()
        if table.shape[1] != total.shape[0]:
            raise ValueError("the inner sizes differ")
        total = np.einsum("ij,jk->ik", table, total)
    return total
