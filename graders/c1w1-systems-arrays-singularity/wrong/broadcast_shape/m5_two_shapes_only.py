"""Takes at most two shapes."""

CAUGHT_BY = "test_one_shape_or_many"


def broadcast_shape(first=(), second=()):
    """The shape of a calculation between arrays of these shapes."""
    shapes, result = (first, second), []
    longest = max((len(shape) for shape in shapes), default=0)
    for place in range(-longest, 0):
        sizes = {shape[place] for shape in shapes if len(shape) >= -place} - {1}
        if len(sizes) > 1:
            raise ValueError(f"sizes {sizes} meet in place {place} of {shapes}")
        result.append(sizes.pop() if sizes else 1)
    return tuple(result)
