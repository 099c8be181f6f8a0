"""Each pair of labels becomes one number, and the numbers are counted."""


def predict_and_tally(scores, y, k):
    scores, y = np.array(scores, dtype=float), np.array(y)
    if scores.ndim != 2 or scores.shape[1] != k or y.shape != (scores.shape[0],):
        raise ValueError("the shapes do not fit")
    if (scores != scores).any() or ((y < 0) | (y >= k)).any():
        raise ValueError("a score or a label is not allowed")
    largest = scores.max(axis=1, keepdims=True)
    labels = np.array([row.tolist().index(True) for row in scores == largest], dtype=int)
    return labels, np.bincount(k * y.astype(int) + labels, minlength=k * k).reshape(k, k)
