"""The judge: safe only if everything shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from coursegrader.attacks.attack import Attack, Submission
from coursegrader.attacks.canaries import Canaries
from coursegrader.attacks.judge import judge
from coursegrader.attacks.outcome import Outcome

CANARIES = Canaries.drawn()
FEEDBACK = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'"><p>fine</p>'
ATTACK = Attack("x", "forge", "title", "tries", lambda material: Submission())
REFUSED = replace(ATTACK, refused=True, proof="too large")


def harmless() -> Outcome:
    return Outcome(
        scores={"total": 0.0, "greeting": 5.0},
        max_scores={"total": 10.0, "greeting": 5.0},
        recorded=5.0,
        got=["PermissionError"],
        visible={"result": "nothing"},
        pages={"feedback/work.html": FEEDBACK},
        bundles=[{"text/plain": "x", "text/html": "<b>x</b>"}],
        seconds=1.0,
    )


def test_an_attack_that_got_nothing_is_safe_and_says_what_it_got() -> None:
    verdict = judge(ATTACK, harmless(), CANARIES)
    assert verdict.safe
    assert verdict.detail == "0 of 10 points; PermissionError"


def _set(**values: object) -> Callable[[Outcome], None]:
    def change(outcome: Outcome) -> None:
        for name, value in values.items():
            setattr(outcome, name, value)

    return change


SECRET = CANARIES.values["suite_word"]
NUMBER = CANARIES.values["expected"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set(scores={"total": 1.0, "greeting": 5.0}, recorded=6.0), "1.0 points for 'total', which deserves 0"),
        (_set(scores={"total": -1.0, "greeting": 5.0}, recorded=4.0), "-1.0 points for 'total'"),
        (_set(scores={"total": float("nan"), "greeting": 5.0}), "nan points for 'total'"),
        (_set(scores={"total": None, "greeting": 5.0}), "None points for 'total'"),
        (_set(scores={"total": 0.0, "greeting": 2.0}, recorded=2.0), "2.0 points for 'greeting', which deserves 5"),
        (_set(scores={"total": 0.0}, recorded=0.0), "scored were ['total']"),
        (_set(scores={"total": 0.0, "greeting": 5.0, "bonus": 9.0}, recorded=14.0), "scored were"),
        (_set(recorded=15.0), "the gradebook holds 15 points, the result 5"),
        (_set(got=[]), "nothing shows that it ran"),
        (_set(refusal="no thanks"), "it was refused, so nothing shows that it would fail"),
        (_set(crash="KeyError: 'x'"), "the grader failed: KeyError"),
        (_set(visible={"result": f"a {SECRET} b"}), "a secret came out: suite_word"),
        (_set(visible={"feedback/work.html": SECRET[::-1]}), "a secret came out: suite_word"),
        (_set(visible={"result": SECRET.encode().hex()}), "a secret came out: suite_word"),
        (_set(visible={"result": f"{int(NUMBER):,}"}), "a secret came out: expected"),
        (_set(errors=[f"work: {NUMBER}"]), "a secret came out: expected"),
        (_set(got=[SECRET]), "a secret came out: suite_word"),
        (_set(crash=f"ValueError: {SECRET}"), "a secret came out: suite_word"),
        (_set(pages={"work.ipynb": "<script>1</script>"}), "work.ipynb has <script>"),
        (_set(pages={"feedback/work.html": "<p>no policy</p>"}), "feedback/work.html has no content policy"),
        (_set(bundles=[{"application/javascript": "1"}]), "an output of type application/javascript"),
        (_set(bundles=[{"text/html": ["<img src=x on", "error=alert(1)>"]}]), "<img onerror>"),
        (_set(seconds=1000.0), "grading took 1000 s"),
        (_set(memory=4 << 30), "grading took 4096 MiB of memory"),
        (_set(outside=["/etc/passwd was changed"]), "/etc/passwd was changed"),
    ],
)
def test_every_gain_and_every_doubt_is_unsafe(change: Callable[[Outcome], None], said: str) -> None:
    outcome = harmless()
    change(outcome)
    verdict = judge(ATTACK, outcome, CANARIES)
    assert not verdict.safe
    assert said in verdict.detail


def test_what_an_attack_must_never_get_is_looked_for() -> None:
    attack = replace(ATTACK, never="attached")
    assert judge(attack, harmless(), CANARIES).safe
    outcome = harmless()
    outcome.got.append("attached")
    assert judge(attack, outcome, CANARIES).detail == "it got: attached"


def test_a_proof_of_its_own_must_be_found() -> None:
    attack = replace(ATTACK, proof="was stopped")
    assert "nothing shows that it ran" in judge(attack, harmless(), CANARIES).detail
    outcome = harmless()
    outcome.errors.append("work: the cell was stopped")
    assert judge(attack, outcome, CANARIES).safe


def test_less_is_as_good_only_where_the_attack_breaks_its_own_things() -> None:
    outcome = harmless()
    outcome.scores["greeting"], outcome.recorded = 0.0, 0.0
    assert not judge(ATTACK, outcome, CANARIES).safe
    assert judge(replace(ATTACK, may_lose=frozenset({"greeting"})), outcome, CANARIES).safe
    outcome.scores["greeting"] = outcome.recorded = 6.0
    assert not judge(replace(ATTACK, may_lose=frozenset({"greeting"})), outcome, CANARIES).safe


def test_what_must_be_refused_is_refused_for_its_own_reason() -> None:
    refusal = Outcome(refusal="data.bin is too large")
    assert judge(REFUSED, refusal, CANARIES).detail == "refused: data.bin is too large"
    assert "but for another reason" in judge(REFUSED, Outcome(refusal="no notebook"), CANARIES).detail
    assert judge(REFUSED, harmless(), CANARIES).detail.startswith("it was not refused, and got 5 points")


def test_what_may_be_refused_is_graded_strictly_otherwise() -> None:
    attack = replace(ATTACK, may_be_refused="broken")
    assert judge(attack, Outcome(refusal="broken JSON"), CANARIES).safe
    assert not judge(attack, Outcome(refusal="whatever"), CANARIES).safe
    outcome = harmless()
    outcome.scores["total"] = outcome.recorded = 10.0
    assert not judge(attack, outcome, CANARIES).safe


def test_a_detail_is_one_printable_line() -> None:
    outcome = harmless()
    outcome.got = ["a\nb\x1b[31m\u202e" + "x" * 1000]
    detail = judge(ATTACK, outcome, CANARIES).detail
    assert detail.isprintable()
    assert len(detail) <= 110
