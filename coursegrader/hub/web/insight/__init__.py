"""``/insight``: how a class did in each exercise and each hidden test, for its staff."""
