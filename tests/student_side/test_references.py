"""Objects behind numbers."""

from typing import Any

import pytest

from coursegrader.errors import WireError
from coursegrader.student_side.references import References


class Thing:
    pass


def test_an_object_is_referred_to_and_found_again() -> None:
    references = References(lambda number, args, kwargs: None)
    thing = Thing()
    node = references.encode([thing, 1])
    assert node == ["list", [["ref", "handle", 0, "Thing"], 1]]
    assert references.decode(node)[0] is thing
    assert references.encode(len)[1] == "callable"


def test_a_trusted_callable_calls_back() -> None:
    calls: list[Any] = []
    references = References(lambda number, args, kwargs: calls.append((number, args, kwargs)) or 7)
    function = references.decode(["ref", "callable", 3, "objective"])
    assert function(1, step=2) == 7
    assert calls == [(3, (1,), {"step": 2})]
    assert function.__name__ == "objective"
    assert references.decode(["ref", "callable", 3, "<lambda>"]).__name__ == "f"


@pytest.mark.parametrize("number", [99, 2**62])
def test_a_reference_to_nothing_is_an_error(number: int) -> None:
    with pytest.raises((WireError, IndexError)):
        References(lambda *_: None).decode(["ref", "handle", number, "Thing"])
