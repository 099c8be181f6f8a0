"""Shrinks every template to length 1."""

CAUGHT_BY = "test_one_example_of_each_class"


def class_templates(X, y, k):
    """Weights W (d, k) and bias b (k,) of the layer that scores the nearest class mean highest."""
    X, y = np.asarray(X, dtype=np.float64), np.asarray(y)
    if X.ndim != 2 or y.shape != X.shape[:1]:
        raise ValueError(f"need a table and one label for each row, not {X.shape} and {y.shape}")
    if set(y.tolist()) != set(range(k)):
        raise ValueError(f"every label from 0 to {k - 1} must occur, and no other")
    W = np.column_stack([X[y == label].mean(axis=0) for label in range(k)])
    W = W / np.sqrt(np.sum(W**2, axis=0))
    return W, -0.5 * np.sum(W**2, axis=0)
