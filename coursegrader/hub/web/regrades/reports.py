"""Reports of regrades, made seldom enough that open pages cost the service nothing while a class hands in."""

from __future__ import annotations

import time
from collections.abc import Hashable
from threading import Lock
from weakref import WeakKeyDictionary

from coursegrader.hub.regrade_report import Report, make_report
from coursegrader.hub.web.site import Site
from coursegrader.store import AttemptStore
from coursegrader.store.regrade_records import Regrade

KEPT_SECONDS = 5.0  # every page of staff is fetched anew when anybody hands in
MOST_KEPT = 8

_lock = Lock()
_kept: WeakKeyDictionary[AttemptStore, dict[int, tuple[Hashable, float, Report]]] = WeakKeyDictionary()


def present_report(site: Site, regrade: Regrade) -> Report:
    """The report as it is now."""
    rows = site.store.regrades.rows(regrade.id)
    attempts = site.store.attempts_by_learner(regrade.course, regrade.assignment, brief=True)
    return make_report(
        rows, attempts, lambda learner: site.exchange.policy(regrade.course, regrade.assignment, learner)
    )


def recent_report(site: Site, regrade: Regrade) -> Report:
    """The report, with what others did in the last seconds or without; what the regrade itself does is always in it."""
    key = (regrade, tuple(sorted(site.store.regrades.progress(regrade.id).items())))
    with _lock:
        known = _kept.setdefault(site.store, {})
        if regrade.id in known and known[regrade.id][0] == key and time.monotonic() < known[regrade.id][1]:
            return known[regrade.id][2]
    report = present_report(site, regrade)
    with _lock:
        known = _kept.setdefault(site.store, {})
        known.pop(regrade.id, None)
        known[regrade.id] = key, time.monotonic() + KEPT_SECONDS, report
        while len(known) > MOST_KEPT:
            known.pop(next(iter(known)))
    return report
