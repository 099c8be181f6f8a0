"""Pages of regrades: previewed, applied, undone."""
