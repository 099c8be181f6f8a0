"""What a function gives in a forked child, for what a process does to itself for ever."""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Callable
from typing import Any


def in_child(action: Callable[[], Any]) -> Any:
    """The JSON-like result of ``action()`` in a child; its traceback as an AssertionError if it raised."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            answer = {"value": action()}
        except BaseException:  # noqa: BLE001  told to the parent
            answer = {"error": traceback.format_exc()}
        os.write(writing, json.dumps(answer).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        text = stream.read()
    _, status = os.waitpid(child, 0)
    assert text, f"the child ended without an answer (status {status})"
    answer = json.loads(text)
    assert "error" not in answer, answer["error"]
    return answer["value"]
