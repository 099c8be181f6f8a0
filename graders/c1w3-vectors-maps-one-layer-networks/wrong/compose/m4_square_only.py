"""Accepts square matrices only."""

CAUGHT_BY = "test_maps_between_spaces"


def compose(*maps):
    """The matrix of "first the last of the maps, ..., finally the first of them"."""
    if not maps:
        raise ValueError("there is nothing to compose")
    result = checked(maps[0], 2)
    for matrix in (checked(matrix, 2) for matrix in maps[1:]):
        if result.shape != matrix.shape or result.shape[1] != len(result):
            raise ValueError(f"{result.shape} cannot follow {matrix.shape}: the inner sizes differ")
        result = result @ matrix
    return result
