"""Gives every page 1 - damping instead of (1 - damping) / n, so that the ranks sum to n."""

CAUGHT_BY = "test_shares_of_one_whole"


def rank_pages(links, damping=0.85):
    """The long-run share (n,) of each page for a reader who follows links with probability damping."""
    n = len(links)
    if n == 0 or not 0 <= damping < 1:
        raise ValueError("need at least one page, and 0 <= damping < 1")
    P = np.zeros((n, n))
    for page, listed in enumerate(links):
        targets = {int(target) for target in listed}
        if not all(0 <= target < n for target in targets):
            raise ValueError(f"page {page} points to a page that does not exist")
        targets.discard(page)
        if targets:
            P[list(targets), page] = 1 / len(targets)
        else:
            P[:, page] = 1 / n
    ranks = np.linalg.solve(np.eye(n) - damping * P, np.full(n, 1 - damping))
    return ranks
