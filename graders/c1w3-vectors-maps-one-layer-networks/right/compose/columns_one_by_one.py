"""Sends every basis arrow through all maps; where they end are the columns."""


def compose(*maps):
    if not maps:
        raise ValueError("nothing to compose")
    tables = [checked(table, 2) for table in maps]
    for k in range(1, len(tables)):
        if tables[k - 1].shape[1] != tables[k].shape[0]:
            raise ValueError("the inner sizes differ")
    columns = []
    for arrow in np.eye(tables[-1].shape[1]):
        for table in reversed(tables):
            arrow = np.array(
                [sum(a * x for a, x in zip(row, arrow, strict=True)) for row in table.tolist()], dtype=float
            )
        columns.append(arrow)
    return np.column_stack(columns)
