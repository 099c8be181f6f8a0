"""An equation that was there before is left out."""

CAUGHT_BY = "test_an_equation_given_twice_stays_twice"


def build_system(equations, variables):
    """The matrix A (m, n) and the right-hand side b (m,) of m equations in n named unknowns."""
    if len(set(variables)) != len(variables):
        raise ValueError(f"a name stands twice in {variables}")
    if len(equations) == 0:
        raise ValueError("there are no equations")
    different = []
    for equation in equations:
        if equation not in different:
            different.append(equation)
    equations = different
    column = {name: j for j, name in enumerate(variables)}
    A = np.zeros((len(equations), len(variables)))
    b = np.zeros(len(equations))
    for i, (coefficients, total) in enumerate(equations):
        b[i] = total
        for name, number in coefficients.items():
            A[i, column[name]] = number
    return A, b
