from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.exchange import ExchangeError

from coursegrader.store import AttemptState, AttemptStore, Policies, Policy
from tests.nbgrader_plugins.exchange.conftest import Make, notebook


@pytest.fixture
def fetched(released: Make, home: Path) -> Path:
    released("FetchAssignment", learner="amara").start()
    return home / "week1"


def test_a_submission_waits_to_be_graded(released: Make, fetched: Path, store: AttemptStore) -> None:
    (fetched / "a.ipynb").write_text(notebook("my = 1"))
    (fetched / "feedback").mkdir()
    (fetched / "feedback" / "old.html").write_text("not part of it")
    released("Submit", learner="amara").start()
    (attempt,) = store.attempts("maths")
    assert (attempt.learner, attempt.assignment, attempt.state) == ("amara", "week1", AttemptState.WAITING)
    assert set(attempt.files) == {"a.ipynb", "data/t.csv"}
    assert store.blobs.get(attempt.files["a.ipynb"]) == notebook("my = 1").encode()


def test_it_is_listed_with_the_servers_time(released: Make, fetched: Path, store: AttemptStore) -> None:
    released("Submit", learner="amara").start()
    (group,) = released("List", learner="amara", cached=True).start()
    (info,) = group["submissions"]
    assert info["timestamp"] == store.attempts("maths")[0].timestamp
    assert info["has_exchange_feedback"] is False


def test_others_do_not_see_it(released: Make, fetched: Path) -> None:
    released("Submit", learner="amara").start()
    assert released("List", learner="kenji", cached=True).start() == []
    (group,) = released("List", inbound=True).start()
    assert group["student_id"] == "amara"


def test_a_missing_notebook_stops_a_strict_submission(released: Make, fetched: Path, store: AttemptStore) -> None:
    (fetched / "a.ipynb").rename(fetched / "b.ipynb")
    with pytest.raises(ExchangeError, match=r"notebooks missing: a\.ipynb"):
        released("Submit", learner="amara", strict=True).start()
    assert store.attempts("maths") == []
    released("Submit", learner="amara").start()
    assert len(store.attempts("maths")) == 1


def test_a_link_in_the_folder_is_refused(released: Make, fetched: Path, store: AttemptStore) -> None:
    (fetched / "mine.txt").symlink_to("/etc/passwd")
    with pytest.raises(ExchangeError, match=r"mine\.txt"):
        released("Submit", learner="amara").start()
    assert store.attempts("maths") == []


def test_nothing_fetched_nothing_submitted(released: Make) -> None:
    with pytest.raises(ExchangeError, match="Assignment not found at"):
        released("Submit", learner="amara").start()


def test_the_learner_is_given_a_receipt(
    released: Make, fetched: Path, store: AttemptStore, caplog: pytest.LogCaptureFixture
) -> None:
    released("Submit", learner="amara").start()
    caplog.clear()
    released("Submit", learner="amara").start()
    receipt = store.attempts("maths")[-1].receipt()
    (said,) = [record.getMessage() for record in caplog.records if record.getMessage().startswith("Receipt:")]
    assert said == (
        f"Receipt: attempt 2 of amara, received {store.attempts('maths')[-1].timestamp}, sha256 {receipt['sha256']}"
    )
    assert "late" not in caplog.text


def test_the_assignments_policy_holds(
    released: Make, fetched: Path, course: Path, store: AttemptStore, caplog: pytest.LogCaptureFixture
) -> None:
    policies = Policies({"maths": course})
    (course / "source").mkdir(exist_ok=True)
    late = datetime.now(UTC) - timedelta(days=1, hours=3, seconds=1)
    policies.save("maths", "week1", Policy(due_at=late, attempts=1))
    released("Submit", learner="amara").start()
    assert "This attempt is late by 1 day and 3 hours." in caplog.text
    with pytest.raises(ExchangeError, match="You have used the one attempt at this assignment"):
        released("Submit", learner="amara").start()
    assert len(store.attempts("maths")) == 1
