"""Reads links[i] as the pages that point to page i."""

CAUGHT_BY = "test_random_webs"


def rank_pages(links, damping=0.85):
    """The long-run share (n,) of each page for a reader who follows links with probability damping."""
    n = len(links)
    if n == 0 or not 0 <= damping < 1:
        raise ValueError("need at least one page, and 0 <= damping < 1")
    P = np.zeros((n, n))
    outgoing = [set() for _ in range(n)]
    for page, listed in enumerate(links):
        targets = {int(target) for target in listed}
        if not all(0 <= target < n for target in targets):
            raise ValueError(f"page {page} points to a page that does not exist")
        for target in targets:
            outgoing[target].add(page)
    for page, targets in enumerate(outgoing):
        targets.discard(page)
        if targets:
            P[list(targets), page] = 1 / len(targets)
        else:
            P[:, page] = 1 / n
    ranks = np.linalg.solve(np.eye(n) - damping * P, np.full(n, (1 - damping) / n))
    return ranks / ranks.sum()
