"""The quick import of nbgrader leaves out what a command has no use for, and nothing for good."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from coursegrader.nbgrader_plugins.light_import import import_nbgrader
import_nbgrader()
light = [name for name in ("nbgrader.converters", "nbgrader.server_extensions.formgrader") if name in sys.modules]
import nbgrader.server_extensions.formgrader, uri_template, nbgrader
told = []
nbgrader.server_extensions.formgrader.load_jupyter_server_extension = told.append
nbgrader.load_formgrader("server")
print(light, told, nbgrader.server_extensions.formgrader.__file__ is not None)
"""


def test_server_extensions_are_imported_only_when_somebody_wants_them() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['nbgrader.converters'] ['server'] True"
