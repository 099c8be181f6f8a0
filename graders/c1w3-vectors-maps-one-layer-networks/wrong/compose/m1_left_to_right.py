"""Multiplies in the order of reading, so that the first map written acts first."""

CAUGHT_BY = "test_the_last_map_acts_first"


def compose(*maps):
    """The matrix of "first the last of the maps, ..., finally the first of them"."""
    if not maps:
        raise ValueError("there is nothing to compose")
    result = checked(maps[0], 2)
    for matrix in (checked(matrix, 2) for matrix in maps[1:]):
        if len(result) != matrix.shape[1]:
            raise ValueError(f"{result.shape} cannot follow {matrix.shape}: the inner sizes differ")
        result = matrix @ result
    return result
