"""The verdict on one attack. Strict: whatever is not shown to be safe counts as unsafe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coursegrader.attacks.attack import Attack, Family
from coursegrader.attacks.canaries import Canaries
from coursegrader.attacks.live_html import live_output, live_parts
from coursegrader.attacks.outcome import Outcome
from coursegrader.sandbox.policy import MIB

MEMORY = 2560 * MIB
ARMED = "armed"  # what an attack says that has nothing else to say
FEEDBACK_POLICY = "Content-Security-Policy"
_SHOWN = 110


@dataclass(frozen=True)
class Verdict:
    """One row of the table."""

    id: str
    family: Family
    title: str
    tries: str
    safe: bool
    detail: str


def judge(attack: Attack, outcome: Outcome, canaries: Canaries) -> Verdict:
    """Whether the attack got nothing.

    Args:
        attack: what was tried.
        outcome: what grading it gave.
        canaries: the secrets that were planted.
    """
    faults = [*_faults(attack, outcome, canaries), *outcome.outside]
    detail = "; ".join(faults) if faults else _summary(attack, outcome)
    return Verdict(attack.id, attack.family, attack.title, attack.tries, not faults, _one_line(detail, bool(faults)))


def _faults(attack: Attack, outcome: Outcome, canaries: Canaries) -> Iterator[str]:
    if outcome.crash is not None:
        yield f"the grader failed: {outcome.crash}"
    elif attack.refused:
        yield from _refusal_faults(attack, outcome)
    elif outcome.refusal is not None:
        if attack.may_be_refused is None or not re.search(attack.may_be_refused, outcome.refusal):
            yield f"it was refused, so nothing shows that it would fail: {outcome.refusal}"
    else:
        yield from _proof_faults(attack, outcome)
        yield from _score_faults(attack, outcome)
    yield from (f"a secret came out: {name}" for name in canaries.found_in(_all_text(outcome)))
    yield from _page_faults(outcome)
    yield from _cost_faults(attack, outcome)


def _all_text(outcome: Outcome) -> str:
    return "\n".join([outcome.reading(), *outcome.errors, *outcome.got, outcome.crash or "", outcome.refusal or ""])


def _refusal_faults(attack: Attack, outcome: Outcome) -> Iterator[str]:
    if outcome.refusal is None:
        yield f"it was not refused, and got {outcome.total:g} points"
    elif attack.proof is None or not re.search(attack.proof, outcome.refusal):
        yield f"it was refused, but for another reason: {outcome.refusal}"


def _proof_faults(attack: Attack, outcome: Outcome) -> Iterator[str]:
    if attack.proof is None and not outcome.got:
        yield "nothing shows that it ran"
    if attack.proof is not None and not re.search(attack.proof, _all_text(outcome)):
        yield f"nothing shows that it ran (no {attack.proof!r} in what came out)"
    if attack.never is not None:
        yield from (f"it got: {said}" for said in outcome.got if re.search(attack.never, said))


def _score_faults(attack: Attack, outcome: Outcome) -> Iterator[str]:
    if outcome.scores.keys() != attack.deserved.keys():
        yield f"scored were {sorted(outcome.scores)}, not {sorted(attack.deserved)}"
    for name, deserved in attack.deserved.items():
        score = outcome.scores.get(name)
        if (
            score is None
            or not score >= 0
            or (score != deserved and not (score < deserved and name in attack.may_lose))
        ):
            yield f"{score} points for '{name}', which deserves {deserved:g}"
    if outcome.recorded is not None and abs(outcome.recorded - outcome.total) > 1e-9:
        yield f"the gradebook holds {outcome.recorded:g} points, the result {outcome.total:g}"


def _page_faults(outcome: Outcome) -> Iterator[str]:
    for name, page in outcome.pages.items():
        yield from (f"{name} has {part}" for part in dict.fromkeys(live_parts(page)))
        if name.startswith("feedback/") and FEEDBACK_POLICY not in page:
            yield f"{name} has no content policy"
    for data in outcome.bundles:
        yield from (f"a graded notebook has {part}" for part in live_output(dict(data)))


def _cost_faults(attack: Attack, outcome: Outcome) -> Iterator[str]:
    if outcome.seconds > attack.seconds:
        yield f"grading took {outcome.seconds:.0f} s, more than {attack.seconds:g}"
    if outcome.memory > MEMORY:
        yield f"grading took {outcome.memory // MIB} MiB of memory"


def _summary(attack: Attack, outcome: Outcome) -> str:
    """What a safe attack got."""
    if outcome.refusal is not None:
        return f"refused: {outcome.refusal}"
    target = next(iter(attack.deserved))
    most = outcome.max_scores.get(target, 0.0)
    points = f"{outcome.scores.get(target) or 0.0:g} of {most:g} points"
    if attack.deserved[target]:
        points += ", as deserved"
    return "; ".join([points, *_luck(outcome)])


def _luck(outcome: Outcome) -> list[str]:
    said = [said for said in dict.fromkeys(outcome.got) if said != ARMED]
    if said:
        return [", ".join(said[-3:])]
    return [outcome.errors[0].partition(": ")[2]] if outcome.errors else []


def _one_line(text: str, whole: bool) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if whole or len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
