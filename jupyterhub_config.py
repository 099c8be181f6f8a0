"""The hub of this course: who logs in, how servers are confined, which services run.

Start it with ``make hub``. ``HUB_PORT`` (default 8000) and ``COURSEGRADER_DATA`` (default ``.coursegrader`` beside
this file) say where. To serve more courses, add their ids and directories below.
"""

from __future__ import annotations

import sys
from pathlib import Path

from coursegrader.errors import CourseGraderError
from coursegrader.hub.deployment import configure_hub
from coursegrader.store import DataFolder

HERE = Path(__file__).absolute().parent
TITLE = "Mathematics for Machine Learning and Data Science"

c = get_config()  # type: ignore[name-defined]  # given by JupyterHub
try:
    configure_hub(c, {"math-for-ml": HERE}, DataFolder.of_course(HERE), titles={"math-for-ml": TITLE})
except CourseGraderError as error:
    sys.exit(f"The hub cannot start: {error}")
