"""A notebook's process that ends before it has its files: a learner's doing, or the machine's."""

from __future__ import annotations

import pytest

from coursegrader.errors import SandboxDied, SandboxUnavailable
from coursegrader.grader_side.sandboxes import AttemptSandbox
from tests.grader_side.conftest import QUICK

GIVEN = {"given.txt": b"given"}
IMPOSSIBLE = {"a" * 300: b"x", "large.bin": bytes(8_000_000)}  # the process ends while it is still being sent files


def test_what_other_notebooks_wrote_is_not_the_machines_fault() -> None:
    with (
        AttemptSandbox({**GIVEN, **IMPOSSIBLE}, QUICK, given=GIVEN) as sandbox,
        pytest.raises(SandboxDied, match="what other notebooks of this submission wrote"),
    ):
        sandbox.connect()


def test_what_was_given_is() -> None:
    with AttemptSandbox(IMPOSSIBLE, QUICK) as sandbox, pytest.raises(SandboxUnavailable, match="does not start"):
        sandbox.connect()


def test_nor_is_the_notebook_itself_a_learners_file() -> None:
    files = {**IMPOSSIBLE, "work.ipynb": b"{}"}
    with AttemptSandbox(files, QUICK, given=IMPOSSIBLE) as sandbox, pytest.raises(SandboxUnavailable):
        sandbox.connect()
