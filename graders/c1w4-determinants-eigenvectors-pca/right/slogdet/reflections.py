"""Clears columns by reflections, which flip the sign and change no volume; the last few by elimination."""


def slogdet(A):
    rest = checked_square(A)
    sign, logabs = 1.0, 0.0
    powers = np.frexp(np.abs(rest).max(initial=0.0))[1]
    rest = np.ldexp(rest, -powers)
    n = len(rest)
    while len(rest):
        column = rest[:, 0]
        if not column.any():
            return 0.0, -np.inf
        if np.count_nonzero(column) == 1:  # an exchange is enough
            k = int(np.argmax(np.abs(column)))
            pivot, sign = column[k], sign * (-1.0) ** k
            rest = np.delete(rest, k, axis=0)[:, 1:]
        elif len(rest) > 8:
            v = column.copy()
            norm = length(v)
            v[0] += norm if v[0] >= 0 else -norm
            pivot = -norm if column[0] >= 0 else norm
            sign = -sign
            v /= length(v)
            rest = (rest - 2.0 * np.outer(v, v @ rest))[1:, 1:]
        else:  # the last few by elimination, which leaves exact zeros
            k = int(np.argmax(np.abs(column)))
            pivot, sign = column[k], sign * (-1.0) ** k
            others = np.delete(rest, k, axis=0)
            rest = others[:, 1:] - np.outer(others[:, 0] / pivot, rest[k, 1:])
        sign *= float(np.sign(pivot))
        logabs += float(np.log(abs(pivot)))
    return float(sign), float(logabs + n * float(powers) * np.log(2.0))
