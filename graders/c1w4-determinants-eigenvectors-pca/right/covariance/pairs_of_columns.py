"""One sum of products for each pair of columns, written into both places."""


def covariance(X, ddof=1):
    """The covariance matrix (d, d) of the columns of X (n, d), with divisor n - ddof."""
    table = checked_table(X)
    n = len(table)
    if n <= ddof:
        raise ValueError(f"{n} rows are too few for ddof {ddof}")
    mean = [sum(column) / n for column in table.T.tolist()]
    columns = [[entry - m for entry in column] for column, m in zip(table.T.tolist(), mean, strict=True)]
    C = np.empty((len(columns), len(columns)))
    for i, left in enumerate(columns):
        for j in range(i + 1):
            C[i, j] = C[j, i] = sum(a * b for a, b in zip(left, columns[j], strict=True)) / (n - ddof)
    return C
