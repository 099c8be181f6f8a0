"""``python -m coursegrader.cli`` is ``coursegrader``."""

from coursegrader.cli import main

main()
