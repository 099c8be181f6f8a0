"""coursegrader's exchange behind nbgrader's own commands, Assignment List and formgrader.

``configure_exchange(c)`` in ``nbgrader_config.py`` is all that a course needs. With ``COURSEGRADER_EXCHANGE_URL`` set
(in servers started by the hub) the exchange is reached over HTTP with the server's own token; without it, the store on
this machine is used directly. A course that has configured another exchange keeps it: see ``choose_exchange``.
"""

from __future__ import annotations

import os
from typing import Any, Final

URL: Final = "COURSEGRADER_EXCHANGE_URL"
# What can be configured of ours. nbgrader's own exchange is a folder, and has options of its own, its root above all.
OPTIONS: Final = frozenset(
    (
        *("assignment_dir", "path_includes_course", "timestamp_format", "timezone"),
        *("before_duedate", "cached", "check_owner", "force", "inbound"),
        *("remove", "replace_missing_files", "strict", "update"),
    )
)
_PLUGINS = {
    "exchange": "base.Exchange",
    "fetch_assignment": "fetch_assignment.ExchangeFetchAssignment",
    "fetch_feedback": "fetch_feedback.ExchangeFetchFeedback",
    "release_assignment": "release_assignment.ExchangeReleaseAssignment",
    "release_feedback": "release_feedback.ExchangeReleaseFeedback",
    "list": "listing.ExchangeList",
    "submit": "submit.ExchangeSubmit",
    "collect": "collect.ExchangeCollect",
}


def configure_exchange(c: Any) -> None:
    """Plug every exchange class into nbgrader's configuration object ``c``.

    Names, not classes: nbgrader's configuration files are read often, and most readers need none of them.
    """
    for trait, plugin in _PLUGINS.items():
        setattr(c.ExchangeFactory, trait, f"{__name__}.{plugin}")


def choose_exchange(c: Any, machine: Any) -> None:
    """Plug ours in, unless the configuration, the course's or the machine's, says that the course has another one.

    A server that the hub has started reaches ours alone, whatever the course says.
    """
    if os.environ.get(URL) or not (has_own_exchange(c) or has_own_exchange(machine)):
        configure_exchange(c)


def has_own_exchange(c: Any) -> bool:
    """Whether a course has configured an exchange that is not ours: classes, or an option that ours does not have."""
    # c.get: to ask for a section in any other way makes it
    if not all(map(_is_ours, c.get("ExchangeFactory", {}).values())):
        return True
    sections = [plugin.rpartition(".")[2] for plugin in _PLUGINS.values()]  # ours are called like nbgrader's
    return any(not OPTIONS.issuperset(c.get(section, {})) for section in sections)


def _is_ours(plugin: Any) -> bool:
    path = plugin if isinstance(plugin, str) else plugin.__module__
    return str(path).startswith(f"{__name__}.")
