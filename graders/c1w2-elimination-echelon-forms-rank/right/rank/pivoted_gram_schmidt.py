"""Orthogonalises the rows, longest remaining row first, and counts how many are longer than round-off."""


def rank(A, tol=None):
    rows = checked_matrix(A)
    largest = np.abs(rows).max(initial=0.0)
    if largest == 0.0:
        return 0
    limit = max(rows.shape) * EPS if tol is None else tol / largest
    rows = rows / largest
    count = 0
    while len(rows) and np.abs(rows).max() > limit:
        longest = np.argmax((rows**2).sum(axis=1))
        q = rows[longest] / np.sqrt((rows[longest] ** 2).sum())
        rows = np.delete(rows, longest, axis=0)
        for _ in range(2):
            rows = rows - np.outer(rows @ q, q)
        count += 1
    return count
