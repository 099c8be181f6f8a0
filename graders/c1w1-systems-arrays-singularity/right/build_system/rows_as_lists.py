"""Looks every variable up in every equation, and builds the matrix from lists."""


def build_system(equations, variables):
    variables = tuple(variables)
    if sorted(variables) != sorted(set(variables)):
        raise ValueError("a variable is listed twice")
    if not equations:
        raise ValueError("nothing to build from")
    for coefficients, _ in equations:
        unknown = set(coefficients) - set(variables)
        if unknown:
            raise KeyError(f"unknown: {unknown}")
    rows = [[coefficients.get(name, 0) for name in variables] for coefficients, _ in equations]
    return np.array(rows, dtype=float), np.array([total for _, total in equations], dtype=float)
