"""Notebooks that lie about themselves, and notebooks that are none."""
