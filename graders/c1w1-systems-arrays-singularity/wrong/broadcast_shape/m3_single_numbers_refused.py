"""Refuses the shape () of a single number."""

CAUGHT_BY = "test_a_single_number_fits_everything"


def broadcast_shape(*shapes):
    """The shape of a calculation between arrays of these shapes."""
    result = []
    if not all(shapes):
        raise ValueError("a shape needs at least one size")
    longest = max((len(shape) for shape in shapes), default=0)
    for place in range(-longest, 0):
        sizes = {shape[place] for shape in shapes if len(shape) >= -place} - {1}
        if len(sizes) > 1:
            raise ValueError(f"sizes {sizes} meet in place {place} of {shapes}")
        result.append(sizes.pop() if sizes else 1)
    return tuple(result)
