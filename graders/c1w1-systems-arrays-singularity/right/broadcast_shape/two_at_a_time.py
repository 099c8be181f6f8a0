"""Fits the shapes one after the other, from the right end, with the shorter one filled up with ones."""


def broadcast_shape(*shapes):
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
            else:
                raise ValueError(f"{a} meets {b}")
        together = tuple(sizes)
    return together
