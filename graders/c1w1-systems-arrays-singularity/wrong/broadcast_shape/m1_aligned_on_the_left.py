"""Lays the shapes below each other so that they begin together."""

CAUGHT_BY = "test_shapes_of_different_length"


def broadcast_shape(*shapes):
    """The shape of a calculation between arrays of these shapes."""
    result = []
    longest = max((len(shape) for shape in shapes), default=0)
    for place in range(longest):
        sizes = {shape[place] for shape in shapes if len(shape) > place} - {1}
        if len(sizes) > 1:
            raise ValueError(f"sizes {sizes} meet in place {place} of {shapes}")
        result.append(sizes.pop() if sizes else 1)
    return tuple(result)
