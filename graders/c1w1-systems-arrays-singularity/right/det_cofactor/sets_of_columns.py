"""Collects the determinants of all sets of columns from the bottom row upwards, each set once."""

from itertools import combinations


def det_cofactor(A):
    A = np.array(A, dtype=np.float64)
    if A.ndim != 2 or len(set(A.shape)) != 1:
        raise ValueError("not square")
    n = len(A)
    known = {(): 1.0}
    for size in range(1, n + 1):
        row = A[n - size].tolist()
        grown = {}
        for chosen in combinations(range(n), size):
            total = 0.0
            for place, column in enumerate(chosen):
                rest = chosen[:place] + chosen[place + 1 :]
                total += (1.0 if place % 2 == 0 else -1.0) * row[column] * known[rest]
            grown[chosen] = total
        known = grown
    return known[tuple(range(n))]
