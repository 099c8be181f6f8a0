"""``python -m coursegrader.student_side FD HOME WALL``: serve the trusted side on the inherited socket FD.

WALL is ``inner-wall`` where each notebook is to be walled off from the others, ``no-inner-wall`` where the sandbox is
for one notebook only.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from coursegrader.student_side.descriptors import CONNECTION
from coursegrader.student_side.pid_namespace import settle


def main() -> None:
    """Take the socket, leave the standard streams to nobody, serve."""
    os.umask(0o022)
    nothing = os.open(os.devnull, os.O_RDWR)
    number, home, wall = sys.argv[1:]
    for fd in {0, 1, CONNECTION} - {int(number)}:
        os.dup2(nothing, fd)  # the third one only so that no library's file comes to lie there
    obstacle = settle() if wall == "inner-wall" else "no inner wall was asked for"
    # only now: what is imported before would be in memory twice where settling forks
    from coursegrader.student_side.server import serve

    control = socket.socket(fileno=int(number))
    control.set_inheritable(False)
    serve(control, Path(home), obstacle)


main()
