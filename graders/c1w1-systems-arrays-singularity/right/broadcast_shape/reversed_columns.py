"""Turns the shapes round and reads them column by column."""

from itertools import zip_longest


def broadcast_shape(*shapes):
    turned = [tuple(shape)[::-1] for shape in shapes]
    sizes = []
    for column in zip_longest(*turned, fillvalue=1):
        size = next((entry for entry in column if entry != 1), 1)
        if any(entry not in (1, size) for entry in column):
            raise ValueError(f"these sizes clash: {column}")
        sizes.append(size)
    return tuple(sizes[::-1])
