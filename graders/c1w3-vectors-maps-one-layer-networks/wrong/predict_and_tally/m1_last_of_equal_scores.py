"""Lets the last of several largest scores win."""

CAUGHT_BY = "test_a_tie_goes_to_the_first"


def predict_and_tally(scores, y, k):
    """The predicted labels (n,), and how often each true label (row) got each prediction (column)."""
    scores, y = np.asarray(scores, dtype=np.float64), np.asarray(y)
    if y.ndim != 1 or scores.shape != (len(y), k):
        raise ValueError(f"need {k} scores for each label, not {scores.shape} and {y.shape}")
    if np.isnan(scores).any():
        raise ValueError("a score is not a number")
    if not np.isin(y, np.arange(k)).all():
        raise ValueError(f"a label is not between 0 and {k - 1}")
    labels = k - 1 - np.argmax(scores[:, ::-1], axis=1)
    table = np.zeros((k, k), dtype=np.int64)
    for truth, label in zip(y, labels):
        table[int(truth), label] += 1
    return labels, table
