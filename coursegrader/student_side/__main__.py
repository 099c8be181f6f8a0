"""``python -m coursegrader.student_side FD WORK``: serve the trusted side on the inherited socket FD."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from coursegrader.student_side.server import serve


def main() -> None:
    """Take the socket, leave the standard streams to nobody, serve."""
    os.umask(0o022)
    stream = socket.socket(fileno=int(sys.argv[1]))
    stream.set_inheritable(False)
    nothing = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1):
        os.dup2(nothing, fd)
    serve(stream, Path(sys.argv[2]))


main()
