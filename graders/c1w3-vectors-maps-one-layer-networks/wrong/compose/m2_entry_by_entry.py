"""Multiplies entry by entry."""

CAUGHT_BY = "test_two_maps"


def compose(*maps):
    """The matrix of "first the last of the maps, ..., finally the first of them"."""
    if not maps:
        raise ValueError("there is nothing to compose")
    result = checked(maps[0], 2)
    for matrix in (checked(matrix, 2) for matrix in maps[1:]):
        if result.shape != matrix.shape:
            raise ValueError(f"{result.shape} cannot follow {matrix.shape}: the inner sizes differ")
        result = result * matrix
    return result
