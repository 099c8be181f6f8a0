"""Uses the first two maps and ignores all others."""

CAUGHT_BY = "test_longer_chains"


def compose(*maps):
    """The matrix of "first the last of the maps, ..., finally the first of them"."""
    if not maps:
        raise ValueError("there is nothing to compose")
    result = checked(maps[0], 2)
    for matrix in (checked(matrix, 2) for matrix in maps[1:2]):
        if result.shape[1] != len(matrix):
            raise ValueError(f"{result.shape} cannot follow {matrix.shape}: the inner sizes differ")
        result = result @ matrix
    return result
