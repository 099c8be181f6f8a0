"""Divide and conquer: the product of two halves."""


def compose(*maps):
    if not maps:
        raise ValueError("nothing to compose")
    if len(maps) == 1:
        return checked(maps[0], 2)
    middle = len(maps) // 2
    left, right = compose(*maps[:middle]), compose(*maps[middle:])
    if left.shape[1] != right.shape[0]:
        raise ValueError("the inner sizes differ")
    return left.dot(right)
