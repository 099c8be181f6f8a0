"""Answers to the trusted side, over a pair of sockets."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from coursegrader import wire
from coursegrader.student_side.calls import CallServer


class Pair(NamedTuple):
    x: Any
    y: Any

    def total(self) -> Any:
        return self.x + self.y


class Doubled(Pair):
    @property
    def x(self) -> Any:
        return 2 * self[0]


class Odd:
    def __init__(self) -> None:
        self.value = 5

    def __str__(self) -> str:
        raise RuntimeError("no text")


def raiser() -> None:
    raise ValueError("a message")


def bad_raiser() -> None:
    raise type("OddError", (Exception,), {"__str__": Odd.__str__})


def overwrite(a: Any) -> Any:
    a[:] = 0
    return a[1:]


NAMESPACE: dict[str, Any] = {
    "double": lambda x: 2 * x,
    "odd": Odd,
    "raiser": raiser,
    "open_nothing": lambda: Path("/no/such/file").stat(),
    "bad_raiser": bad_raiser,
    "overwrite": overwrite,
    "apply": lambda f, x: f(x),
    "pair": Pair,
    "many": lambda n: Pair(np.zeros(n), None),
    "doubled": Doubled,
    "nested": lambda: [[]] if False else __import__("functools").reduce(lambda a, _: [a], range(100), []),
}


class Asker:
    def __init__(self, stream: socket.socket) -> None:
        self.stream = stream

    def ask(self, **message: Any) -> dict[str, Any]:
        wire.write_frame(self.stream, message)
        return wire.read_frame(self.stream)

    def call(self, name: str, *args: Any, report: bool = False) -> dict[str, Any]:
        nodes = [wire.encode(arg) for arg in args]
        return self.ask(op="call", name=name, args=nodes, kwargs={}, report=report)


@pytest.fixture
def asker() -> Iterator[Asker]:
    ours, theirs = socket.socketpair()
    ours.settimeout(5)
    server = threading.Thread(target=CallServer(theirs, NAMESPACE, 10_000).serve)
    server.start()
    with ours, theirs:
        yield Asker(ours)
        wire.write_frame(ours, {"op": "end"})
        server.join(5)
    assert not server.is_alive()


def test_a_call_gives_a_value(asker: Asker) -> None:
    assert asker.call("double", 4) == {"op": "value", "value": 8}


def test_an_exception_is_told_by_names_and_text(asker: Asker) -> None:
    reply = asker.call("raiser")
    assert (reply["op"], reply["type"], reply["message"]) == ("error", "ValueError", "a message")
    assert reply["mro"][:2] == ["builtins.ValueError", "builtins.Exception"]
    assert asker.call("bad_raiser")["message"] == "<RuntimeError while reading the message>"
    assert asker.call("nothing")["type"] == "NameError"
    assert asker.call("open_nothing")["type"] == "FileNotFoundError", "and not the end of the connection"
    assert asker.ask(op="nonsense")["op"] == "error"


def test_a_result_that_cannot_cross_is_no_exception_of_the_learner(asker: Asker) -> None:
    for reply in (asker.call("nested"), asker.call("double", np.zeros(10_000))):
        assert (reply["op"], reply["type"], reply["mro"]) == ("error", "NotDataError", [])


def test_an_error_of_the_servers_own_is_not_told_as_the_learners(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(value: object, refer: object = None, depth: int = 0) -> Any:
        raise ModuleNotFoundError("something of the grader's own is missing")

    monkeypatch.setattr(wire, "encode", broken)
    assert asker.ask(op="get", name="overwrite") == {"op": "failed"}
    monkeypatch.undo()
    assert asker.call("raiser")["op"] == "error"


def test_objects_stay_and_are_operated_on(asker: Asker) -> None:
    node = asker.call("odd")["value"]
    assert node[:2] == ["ref", "handle"] and node[3] == "Odd"
    assert asker.ask(op="operate", name="getattr", args=[node, "value"])["value"] == 5
    kept = asker.ask(op="operate", name="add", args=[1, 2], keep=True)["value"]
    assert kept[0] == "ref"
    assert asker.ask(op="operate", name="itself", args=[kept])["value"] == 3


def test_a_report_tells_what_became_of_the_arguments(asker: Asker) -> None:
    reply = asker.call("overwrite", np.ones(3), report=True)
    assert wire.decode(reply["args_after"][0]).tolist() == [0.0, 0.0, 0.0]
    assert reply["shares"] == [True] and reply["seconds"] >= 0


def test_a_trusted_callable_is_asked_and_may_raise(asker: Asker) -> None:
    function = wire.reference("callable", 0, "f")
    request = asker.ask(op="call", name="apply", args=[function, 3], kwargs={}, report=False)
    assert (request["op"], request["number"], request["args"]) == ("callback", 0, [3])
    assert asker.ask(op="returned", value=9) == {"op": "value", "value": 9}
    asker.ask(op="call", name="apply", args=[function, 3], kwargs={}, report=False)
    assert asker.ask(op="raised", type="ZeroDivisionError", message="by zero")["type"] == "ZeroDivisionError"
    asker.ask(op="call", name="apply", args=[function, 3], kwargs={}, report=False)
    assert asker.ask(op="raised", type="exec", message="odd name")["type"] == "TrustedError"


def test_small_fields_of_a_named_tuple_come_with_it(asker: Asker) -> None:
    reply = asker.call("pair", np.arange(3), "text")
    assert set(reply["fields"]) == {"x", "y"}
    np.testing.assert_array_equal(wire.decode(reply["fields"]["x"], lambda *_: None), np.arange(3))
    assert reply["fields"]["y"] == "text"


def test_large_and_odd_fields_wait_until_they_are_asked_for(asker: Asker) -> None:
    for x in (np.zeros(1_000), [1, 2], "x" * 3_000):
        assert set(asker.call("pair", x, 1.5)["fields"]) == {"x", "y"} - ({"x"} if isinstance(x, list) else set())
    assert set(asker.call("many", 5_000)["fields"]) == {"y"}


def test_a_field_that_somebody_has_written_code_for_is_asked_for(asker: Asker) -> None:
    assert "fields" not in asker.call("doubled", 1, 2)
