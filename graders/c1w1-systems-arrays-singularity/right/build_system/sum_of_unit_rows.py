"""Each equation is a sum of unit rows, weighted with its coefficients."""


def build_system(equations, variables):
    names = list(variables)
    if any(names.count(name) > 1 for name in names):
        raise ValueError("a variable is listed twice")
    if len(equations) < 1:
        raise ValueError("no equations")
    unit = dict(zip(names, np.eye(len(names)), strict=True))
    rows = []
    for coefficients, _ in equations:
        row = np.zeros(len(names))
        for name in reversed(list(coefficients)):
            row += coefficients[name] * unit[name]
        rows.append(row)
    return np.stack(rows), np.fromiter((total for _, total in equations), dtype=np.float64)
