"""What nbgrader reads besides a course's own file: an ``nbgrader_config`` in each of Jupyter's folders.

``/etc/jupyter`` says what holds for all courses of a machine (the exchange's folder above all), ``~/.jupyter`` what
holds for those of one person. nbgrader puts them under the course's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar
from copy import deepcopy
from typing import Any, Final

import traitlets.log
from jupyter_core.paths import jupyter_config_path
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, FileConfigLoader, JSONFileConfigLoader, PyFileConfigLoader

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


def machine_config() -> Config:
    """What the files say, the nearer folder before the farther one. None of them sees the others.

    One with an error is left out, as by nbgrader, which logs it.
    """
    found = Config()
    if _is_reading.get():  # one of them plugs coursegrader in, and that asks for all of them
        return found
    token = _is_reading.set(True)
    try:
        for config in _configs():
            found.merge(config)
    finally:
        _is_reading.reset(token)
    return found


def bring_in_machine(c: Any) -> None:
    """Have in a configuration what the machine's says of that which plugging in replaces.

    Args:
        c: what a course's own file has said so far.
    """
    whole = machine_config()
    said = [(section, name) for section, name in _REPLACED if name in whole.get(section, {})]
    if not said:
        return
    whole.merge(deepcopy(c))
    for section, name in said:
        c[section][name] = whole[section][name]


def _configs() -> Iterator[Config]:
    for folder in reversed(jupyter_config_path()):
        for loader, name in _LOADERS:
            try:
                yield loader(name, path=folder).load_config()
            except ConfigFileNotFound:
                continue
            except Exception:  # noqa: BLE001  whatever a file's Python raises
                traitlets.log.get_logger().exception("%s in %s cannot be read", name, folder)
