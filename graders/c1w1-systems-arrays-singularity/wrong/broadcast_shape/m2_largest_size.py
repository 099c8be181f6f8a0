"""Takes the largest size wherever sizes differ."""

CAUGHT_BY = "test_sizes_that_clash_are_refused"


def broadcast_shape(*shapes):
    """The shape of a calculation between arrays of these shapes."""
    result = []
    longest = max((len(shape) for shape in shapes), default=0)
    for place in range(-longest, 0):
        result.append(max(shape[place] for shape in shapes if len(shape) >= -place))
    return tuple(result)
