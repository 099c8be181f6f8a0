"""Accepts 0 against any other size, as if an empty axis could be matched with anything."""

CAUGHT_BY = "test_zero_does_not_fit_three"


def broadcast_shape(*shapes):
    """The shape of a calculation between arrays of these shapes."""
    together = ()
    for shape in shapes:
        longest = max(len(together), len(shape))
        first = (1,) * (longest - len(together)) + tuple(together)
        second = (1,) * (longest - len(shape)) + tuple(shape)
        sizes = []
        for a, b in zip(first, second, strict=True):
            if a == b or b == 1:
                sizes.append(a)
            elif a == 1:
                sizes.append(b)
            elif 0 in (a, b):
                sizes.append(0)
            else:
                raise ValueError(f"{a} meets {b}")
        together = tuple(sizes)
    return together
