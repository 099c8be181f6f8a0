"""Transposes a matrix silently when the inner sizes differ."""

CAUGHT_BY = "test_inner_sizes_must_agree"


def compose(*maps):
    """The matrix of "first the last of the maps, ..., finally the first of them"."""
    if not maps:
        raise ValueError("there is nothing to compose")
    result = checked(maps[0], 2)
    for matrix in (checked(matrix, 2) for matrix in maps[1:]):
        if result.shape[1] != len(matrix):
            matrix = matrix.T
        if result.shape[1] != len(matrix):
            raise ValueError(f"{result.shape} cannot follow {matrix.shape}: the inner sizes differ")
        result = result @ matrix
    return result
