"""What is read off nbgrader's scripts is what nbgrader itself would have asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from coursegrader.nbgrader_plugins.light_nbgrader import gradebook_version

ASK = "from nbgrader.api import get_alembic_version; print(get_alembic_version())"


def test_a_gradebook_gets_the_version_that_nbgrader_gives_it() -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader calls alembic by its bare name
    command = [sys.executable, "-c", ASK]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {"PATH": path})
    assert gradebook_version() == done.stdout.strip()
