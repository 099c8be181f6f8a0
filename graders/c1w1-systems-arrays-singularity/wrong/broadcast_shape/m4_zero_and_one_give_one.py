"""Where a 1 meets something else it takes the larger of the two, so 0 and 1 give 1."""

CAUGHT_BY = "test_one_gives_way_to_zero"


def broadcast_shape(*shapes):
    """The shape of a calculation between arrays of these shapes."""
    together = shapes[0] if shapes else ()
    for shape in shapes[1:]:
        longest = max(len(together), len(shape))
        first = (1,) * (longest - len(together)) + tuple(together)
        second = (1,) * (longest - len(shape)) + tuple(shape)
        sizes = []
        for a, b in zip(first, second, strict=True):
            if a == b:
                sizes.append(a)
            elif 1 in (a, b):
                sizes.append(max(a, b))
            else:
                raise ValueError(f"{a} meets {b}")
        together = tuple(sizes)
    return together
