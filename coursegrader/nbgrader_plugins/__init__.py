"""coursegrader inside nbgrader: preprocessors, exporters and feedback, plugged in by configuration alone.

Any ``nbgrader_config.py`` needs two lines at its end::

    from coursegrader.nbgrader_plugins import configure
    configure(get_config())

Plugins are named by dotted path and imported when nbgrader first needs them, because every nbgrader
command and server extension reads the configuration file, and most of them need none of it.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from coursegrader.nbgrader_plugins.autograde_steps import configure_steps, hook_after_ours
from coursegrader.nbgrader_plugins.feedback_steps import configure_feedback_steps

_HERE = "coursegrader.nbgrader_plugins"
SPECIAL_FILES = f"{_HERE}.submission_files.remove_special_files"


def configure(c: Any) -> None:
    """Plug coursegrader into an nbgrader configuration.

    What the configuration already says is kept, apart from the lists and classes that decide how a
    submission is read, run, scored and shown. What it says later cannot be seen: this call stands at its end.

    Args:
        c: the ``traitlets.config.Config`` that ``get_config()`` gives in a configuration file.
    """
    from coursegrader.nbgrader_plugins.machine_config import bring_in_machine, machine_config

    _find_commands()
    machine = machine_config()
    bring_in_machine(c, machine)
    _configure_generate(c)
    configure_autograde(c)
    _configure_feedback(c)
    from coursegrader.nbgrader_plugins.exchange import choose_exchange

    choose_exchange(c, machine)


def _find_commands() -> None:
    """nbgrader runs ``alembic`` by its bare name when it makes a gradebook; it lies beside this
    interpreter.
    """
    if shutil.which("alembic") is None:
        os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"


def _configure_generate(c: Any) -> None:
    # insert, not assign: nbgrader's own list, or the course's, follows
    c.GenerateAssignment.preprocessors.insert(0, f"{_HERE}.drop_instructor_only.DropInstructorOnly")


def configure_autograde(c: Any) -> None:
    """Have submissions read, run, scored and cleaned by coursegrader; what else the configuration says stays.

    Args:
        c: the ``traitlets.config.Config``.
    """
    c.Autograde.exporter_class = f"{_HERE}.submission_exporter.SubmissionExporter"
    # nbgrader declares the hook in the class that all of its converters are derived from, so it may be set there, too
    own_hook = c.Autograde.get("pre_convert_hook", c.BaseConverter.get("pre_convert_hook"))
    if own_hook not in (None, SPECIAL_FILES) and getattr(own_hook, "__name__", "") != "hook":
        from coursegrader.nbgrader_plugins.submission_files import remove_special_files

        c.Autograde.pre_convert_hook = hook_after_ours(remove_special_files, own_hook)
    elif own_hook is None:
        c.Autograde.pre_convert_hook = SPECIAL_FILES
    configure_steps(c)


def _configure_feedback(c: Any) -> None:
    c.GenerateFeedback.exporter_class = f"{_HERE}.feedback_exporter.FeedbackExporter"
    configure_feedback_steps(c)
