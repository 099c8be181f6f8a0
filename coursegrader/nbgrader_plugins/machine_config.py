"""What nbgrader reads besides a course's own file: an ``nbgrader_config`` in each of Jupyter's folders.

``/etc/jupyter`` says what holds for all courses of a machine (the exchange's folder above all), ``~/.jupyter`` what
holds for those of one person. nbgrader puts them under the course's own.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

from jupyter_core.paths import jupyter_config_path
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, FileConfigLoader, JSONFileConfigLoader, PyFileConfigLoader

from coursegrader.errors import CourseError

log = logging.getLogger("coursegrader")
_LOADERS: Final[tuple[tuple[type[FileConfigLoader], str], ...]] = (
    (PyFileConfigLoader, "nbgrader_config.py"),
    (JSONFileConfigLoader, "nbgrader_config.json"),
)
# Plugging in replaces parts of these, or all, so what a machine says has to be in them by then.
_REPLACED: Final = (
    ("Autograde", "sanitize_preprocessors"),
    ("Autograde", "autograde_preprocessors"),
    ("Autograde", "pre_convert_hook"),
    ("BaseConverter", "pre_convert_hook"),
    ("GenerateFeedback", "preprocessors"),
    ("SandboxedExecute", "before"),  # ours: a machine's file may have plugged coursegrader in
)
_is_reading: ContextVar[bool] = ContextVar("_is_reading", default=False)


def machine_config(*, strict: bool = False) -> Config:
    """What the files say, the nearer folder before the farther one. None of them sees the others.

    Args:
        strict: a file with an error ends it. Else that file is left out, and it is logged: nbgrader does so, and an
            error here, while nbgrader reads the course's own file, would have it do without that one as well.

    Raises:
        CourseError: if ``strict``, a file has an error.
    """
    found = Config()
    if _is_reading.get():  # one of them plugs coursegrader in, and that asks for all of them
        return found
    token = _is_reading.set(True)
    try:
        for folder in reversed(jupyter_config_path()):
            for loader, name in _LOADERS:
                try:
                    found.merge(_read(loader(name, path=folder), Path(folder, name)))
                except CourseError as error:
                    if strict:
                        raise
                    log.warning("left out: %s", error)
    finally:
        _is_reading.reset(token)
    return found


def bring_in_machine(c: Any, machine: Config) -> None:
    """Have in a configuration what the machine's says of that which plugging in replaces.

    Args:
        c: what a course's own file has said so far.
        machine: what :func:`machine_config` gave.
    """
    whole = deepcopy(machine)
    said = [(section, name) for section, name in _REPLACED if name in whole.get(section, {})]
    if not said:
        return
    whole.merge(deepcopy(c))
    for section, name in said:
        c[section][name] = whole[section][name]


def _read(loader: FileConfigLoader, path: Path) -> Config:
    try:
        return loader.load_config()
    except ConfigFileNotFound:
        return Config()
    except Exception as error:  # whatever a file's Python raises, it is an error in that file
        raise CourseError(f"{path}: {type(error).__name__}: {' '.join(str(error).split())}") from error
