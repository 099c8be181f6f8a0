"""Hands a single map back as it is, so that the result shares memory with the argument."""

CAUGHT_BY = "test_a_single_map_is_copied"


def compose(*maps):
    """The matrix of "first the last of the maps, ..., finally the first of them"."""
    if not maps:
        raise ValueError("there is nothing to compose")
    result = checked(maps[0], 2)
    if len(maps) == 1 and getattr(maps[0], "dtype", None) == np.float64:
        return maps[0]
    for matrix in (checked(matrix, 2) for matrix in maps[1:]):
        if result.shape[1] != len(matrix):
            raise ValueError(f"{result.shape} cannot follow {matrix.shape}: the inner sizes differ")
        result = result @ matrix
    return result
