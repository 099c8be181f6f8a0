"""Takes the largest entry of all that is left as the pivot, and strikes out its row and column."""


def slogdet(A):
    rest = checked_square(A)
    sign, sizes = 1, []
    while len(rest):
        i, j = divmod(int(np.abs(rest).argmax()), len(rest))
        pivot = rest[i, j]
        if pivot == 0:
            return 0.0, float("-inf")
        sign *= (1 if pivot > 0 else -1) * (-1) ** (i + j)
        sizes.append(abs(pivot))
        others = np.arange(len(rest))
        across, down = rest[i][others != j], rest[:, j][others != i]
        rest = rest[others != i][:, others != j] - down[:, None] * (across / pivot)
    return float(sign), float(np.sum(np.log(sizes)))
