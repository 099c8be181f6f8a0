"""The figures for a monitoring system: right, and nobody's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from coursegrader.errors import BadSubmission, StoreError
from coursegrader.hub import health
from coursegrader.hub.metrics import CountedExchange, count_graded
from coursegrader.store import AttemptStore
from tests.hub.conftest import Service

FILES = {"a.ipynb": b"{}"}


def figures(client: TestClient) -> dict[str, float]:
    """Every figure by its name and labels."""
    text = client.get(PREFIX + "/metrics").text
    return {name: float(value) for name, value in re.findall(r"^(coursegrader_\S+) (\S+)$", text, re.MULTILINE)}


PREFIX = "/services/course"


def change(before: dict[str, float], after: dict[str, float], name: str) -> float:
    return after[name] - before.get(name, 0.0)


def test_attempts_are_counted_by_state_and_the_queue_by_its_length(service: Service) -> None:
    store = service.store
    for learner in ("amara", "kenji", "sofia"):
        store.add_attempt("maths", "week1", learner, FILES)
    graded, failed, _ = store.attempts("maths")
    store.record_result(graded, {"score": 1.0}, {})
    store.record_failure(failed, "no notebook")
    told = figures(service.client)
    for state in ("waiting", "graded", "failed"):
        assert told[f'coursegrader_attempts{{state="{state}"}}'] == 1
    assert told["coursegrader_queue_length"] == 1
    assert told["coursegrader_grading_running"] == 0


def test_submissions_are_counted_by_what_became_of_them(service: Service, store: AttemptStore) -> None:
    exchange = CountedExchange(store)
    before = figures(service.client)
    with pytest.raises(StoreError):
        exchange.submit("maths", "week1", "amara", FILES)
    exchange.release("maths", "week1", FILES, replace=False)
    exchange.submit("maths", "week1", "amara", FILES)
    with pytest.raises(BadSubmission):
        exchange.submit("maths", "week1", "amara", {})
    after = figures(service.client)
    assert change(before, after, 'coursegrader_submissions_total{outcome="accepted"}') == 1
    assert change(before, after, 'coursegrader_submissions_total{outcome="refused"}') == 2


def test_times_of_grading_are_told(service: Service) -> None:
    before = figures(service.client)
    count_graded(0.4, waited=0.05)
    after = figures(service.client)
    assert change(before, after, "coursegrader_grading_seconds_sum") == pytest.approx(0.4)
    assert change(before, after, 'coursegrader_grading_seconds_bucket{le="0.5"}') == 1
    assert change(before, after, 'coursegrader_waited_seconds_bucket{le="0.1"}') == 1


def test_nobody_is_named(service: Service) -> None:
    service.store.add_attempt("maths", "week1", "amara", FILES)
    text = service.client.get(PREFIX + "/metrics").text
    assert not re.search(r"amara|maths|week1|ipynb", text)


def test_health_says_how_many_wait(service: Service) -> None:
    service.store.add_attempt("maths", "week1", "amara", FILES)
    assert service.client.get(PREFIX + "/health").json()["waiting"] == 1


def test_health_says_that_the_database_cannot_be_read(service: Service) -> None:
    service.store.close()
    database: Path = service.store.folder.database
    database.write_bytes(b"no database" * 1000)
    for leftover in ("-wal", "-shm"):
        database.with_name(database.name + leftover).unlink(missing_ok=True)
    answer = service.client.get(PREFIX + "/health")
    assert (answer.status_code, answer.json()) == (503, {"status": health.NO_DATABASE, "waiting": None})
