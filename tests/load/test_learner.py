"""A learner who hands in while the service comes and goes."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest

from coursegrader.errors import StoreError
from coursegrader.load import learner as learner_module
from coursegrader.load.learner import Handed, LearnerClient
from coursegrader.store import Attempt
from tests.hub.conftest import Service, service, store

__all__ = ["service", "store"]

FILES = {"a.ipynb": b"{}"}


class LosesAnswers:
    """The real client; the first answers to a submission are lost on the way, before or after it was kept."""

    def __init__(self, service: Service, *, refused: int = 0, unheard: int = 0) -> None:
        self._real = service.as_("amara")
        self._refused, self._unheard = refused, unheard

    def submit(self, course: str, assignment: str, files: Mapping[str, bytes]) -> Attempt:
        if self._refused:
            self._refused -= 1
            raise StoreError("the exchange did not answer (ConnectError): try again in a minute")
        attempt = self._real.submit(course, assignment, files)
        if self._unheard:
            self._unheard -= 1
            raise StoreError("the exchange did not answer (ReadError): try again in a minute")
        return attempt

    def own_attempts(self, course: str, assignment: str | None) -> list[Attempt]:
        return self._real.own_attempts(course, assignment)


@pytest.fixture
def client(service: Service, monkeypatch: pytest.MonkeyPatch) -> LearnerClient:
    monkeypatch.setattr(learner_module, "RETRY_SECONDS", 0.01)
    service.as_("imani").release("maths", "week1", FILES, replace=False)
    return LearnerClient("http://testserver", "amara", "maths", "week1")


def hand_in(client: LearnerClient, transport: LosesAnswers) -> Handed:
    client._transport = transport  # type: ignore[assignment]
    handed = Handed("amara", "full")
    client.hand_in(handed, FILES, time.monotonic() + 10)
    return handed


def test_a_service_that_is_down_is_tried_until_it_answers(service: Service, client: LearnerClient) -> None:
    handed = hand_in(client, LosesAnswers(service, refused=3))
    assert handed.tries == 4
    assert service.store.attempts("maths") == [handed.receipt]


def test_what_was_kept_without_an_answer_is_not_handed_in_twice(service: Service, client: LearnerClient) -> None:
    handed = hand_in(client, LosesAnswers(service, unheard=1))
    assert handed.tries == 1
    assert service.store.attempts("maths") == [handed.receipt]


def test_the_score_is_waited_for(service: Service, client: LearnerClient) -> None:
    handed = hand_in(client, LosesAnswers(service))
    assert handed.receipt is not None
    client.await_score(handed, time.monotonic() + 0.3)
    assert handed.seconds is None
    service.store.record_result(handed.receipt, {"score": 1.0}, {})
    client.await_score(handed, time.monotonic() + 5)
    assert handed.seen is not None and handed.seen.score == 1.0
    assert handed.seconds is not None and handed.seconds > 0
