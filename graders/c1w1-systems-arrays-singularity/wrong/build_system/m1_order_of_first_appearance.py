"""Columns come in the order in which the equations first name the variables."""

CAUGHT_BY = "test_the_variables_decide_the_columns"


def build_system(equations, variables):
    """The matrix A (m, n) and the right-hand side b (m,) of m equations in n named unknowns."""
    if len(set(variables)) != len(variables):
        raise ValueError(f"a name stands twice in {variables}")
    if len(equations) == 0:
        raise ValueError("there are no equations")
    column = {}
    for coefficients, _ in equations:
        for name in coefficients:
            if name not in variables:
                raise KeyError(name)
            column.setdefault(name, len(column))
    A = np.zeros((len(equations), len(variables)))
    b = np.zeros(len(equations))
    for i, (coefficients, total) in enumerate(equations):
        b[i] = total
        for name, number in coefficients.items():
            A[i, column[name]] = number
    return A, b
