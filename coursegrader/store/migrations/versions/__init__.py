"""One file a step; each says what it changes, and stays as it is for ever."""
