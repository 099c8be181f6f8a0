"""A name that is not among the variables is skipped in silence."""

CAUGHT_BY = "test_an_unknown_name_is_refused"


def build_system(equations, variables):
    """The matrix A (m, n) and the right-hand side b (m,) of m equations in n named unknowns."""
    if len(set(variables)) != len(variables):
        raise ValueError(f"a name stands twice in {variables}")
    if len(equations) == 0:
        raise ValueError("there are no equations")
    column = {name: j for j, name in enumerate(variables)}
    A = np.zeros((len(equations), len(variables)))
    b = np.zeros(len(equations))
    for i, (coefficients, total) in enumerate(equations):
        b[i] = total
        for name, number in coefficients.items():
            if name in column:
                A[i, column[name]] = number
    return A, b
