"""The totals come as a table with one column, shape (m, 1)."""

CAUGHT_BY = "test_b_is_a_flat_array_of_the_totals"


def build_system(equations, variables):
    """The matrix A (m, n) and the right-hand side b (m,) of m equations in n named unknowns."""
    if len(set(variables)) != len(variables):
        raise ValueError(f"a name stands twice in {variables}")
    if len(equations) == 0:
        raise ValueError("there are no equations")
    column = {name: j for j, name in enumerate(variables)}
    A = np.zeros((len(equations), len(variables)))
    b = np.zeros((len(equations), 1))
    for i, (coefficients, total) in enumerate(equations):
        b[i] = total
        for name, number in coefficients.items():
            A[i, column[name]] = number
    return A, b
