"""One row is filled again and again, so what an equation does not name keeps the number of the row above."""

CAUGHT_BY = "test_what_is_not_named_counts_zero"


def build_system(equations, variables):
    """The matrix A (m, n) and the right-hand side b (m,) of m equations in n named unknowns."""
    if len(set(variables)) != len(variables):
        raise ValueError(f"a name stands twice in {variables}")
    if len(equations) == 0:
        raise ValueError("there are no equations")
    column = {name: j for j, name in enumerate(variables)}
    A = np.zeros((len(equations), len(variables)))
    b = np.zeros(len(equations))
    row = np.zeros(len(variables))
    for i, (coefficients, total) in enumerate(equations):
        b[i] = total
        for name, number in coefficients.items():
            row[column[name]] = number
        A[i] = row
    return A, b
