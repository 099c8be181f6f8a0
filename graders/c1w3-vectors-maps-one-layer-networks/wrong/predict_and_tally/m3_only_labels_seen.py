"""Makes the table as large as the largest label that occurs."""

CAUGHT_BY = "test_classes_that_nobody_saw"


def predict_and_tally(scores, y, k):
    """The predicted labels (n,), and how often each true label (row) got each prediction (column)."""
    scores, y = np.asarray(scores, dtype=np.float64), np.asarray(y)
    if y.ndim != 1 or scores.shape != (len(y), k):
        raise ValueError(f"need {k} scores for each label, not {scores.shape} and {y.shape}")
    if np.isnan(scores).any():
        raise ValueError("a score is not a number")
    if not np.isin(y, np.arange(k)).all():
        raise ValueError(f"a label is not between 0 and {k - 1}")
    labels = np.argmax(scores, axis=1)
    size = int(max(y.max(initial=0), labels.max(initial=0))) + 1
    table = np.zeros((size, size), dtype=np.int64)
    for truth, label in zip(y, labels):
        table[int(truth), label] += 1
    return labels, table
