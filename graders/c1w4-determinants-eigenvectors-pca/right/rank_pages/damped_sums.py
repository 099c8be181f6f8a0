"""Sums the ranks over the number of clicks since the reader was last bored."""


def rank_pages(links, damping=0.85):
    n = len(links)
    if n == 0 or not 0.0 <= damping < 1.0:
        raise ValueError("need pages and a damping in [0, 1)")
    clean = [set(map(int, targets)) for targets in links]
    if any(target not in range(n) for targets in clean for target in targets):
        raise ValueError("a link leads nowhere")
    P = np.full((n, n), 1.0 / n)
    for page, targets in enumerate(clean):
        targets = targets - {page}
        if targets:
            P[:, page] = [(i in targets) / len(targets) for i in range(n)]
    term = np.full(n, (1.0 - damping) / n)
    total = term.copy()
    while term.sum() > 1e-17:
        term = damping * (P @ term)
        total += term
    return total / total.sum()
