"""coursegrader's exchange behind nbgrader's own commands, Assignment List and formgrader.

``configure_exchange(c)`` in ``nbgrader_config.py`` is all that a course needs. With ``COURSEGRADER_EXCHANGE_URL`` set
(in servers started by the hub) the exchange is reached over HTTP with the server's own token; without it, the store on
this machine is used directly.
"""

from __future__ import annotations

from typing import Any

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
