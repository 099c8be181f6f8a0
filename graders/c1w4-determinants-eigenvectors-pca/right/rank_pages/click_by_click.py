"""Follows the shares click by click until they stand still, without any matrix."""


def rank_pages(links, damping=0.85):
    n = len(links)
    if not n or not (0 <= damping < 1):
        raise ValueError("no pages, or no probability")
    outgoing = []
    for page in range(n):
        targets = sorted({int(target) for target in links[page]})
        if targets and (targets[0] < 0 or targets[-1] >= n):
            raise ValueError("no such page")
        outgoing.append([target for target in targets if target != page])
    ranks = [1 / n] * n
    for _ in range(10_000):
        lost = sum(rank for rank, targets in zip(ranks, outgoing, strict=True) if not targets)
        after = [(1 - damping + damping * lost) / n] * n
        for rank, targets in zip(ranks, outgoing, strict=True):
            for target in targets:
                after[target] += damping * rank / len(targets)
        change = max(abs(new - old) for new, old in zip(after, ranks, strict=True))
        ranks = after
        if change < 1e-15:
            break
    return np.array(ranks) / sum(ranks)
