"""Forging a score from inside the interpreter."""
