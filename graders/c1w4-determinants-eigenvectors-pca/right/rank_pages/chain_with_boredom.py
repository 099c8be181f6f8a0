"""Builds the chain of the reader with her boredom in it, and asks stationary."""


def rank_pages(links, damping=0.85):
    n = len(links)
    if n < 1 or not damping >= 0 or damping >= 1:
        raise ValueError("bad arguments")
    follows = np.zeros((n, n))
    for page, listed in enumerate(links):
        for target in listed:
            if target < 0 or target >= n:
                raise ValueError("bad link")
            follows[target, page] = 1.0
    np.fill_diagonal(follows, 0.0)
    follows[:, follows.sum(axis=0) == 0] = 1.0
    moves = damping * (follows / follows.sum(axis=0)) + (1 - damping) / n
    return stationary(moves)
