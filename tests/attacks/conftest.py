"""The scratch course that attacks are tried on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursegrader.attacks.canaries import ENVIRONMENT_VARIABLE, Canaries
from coursegrader.attacks.scratch import Scratch, lay_out


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scratch]:
    canaries = Canaries.drawn()
    os.environ[ENVIRONMENT_VARIABLE] = canaries.values["environment_word"]
    made = lay_out(canaries, Path(tmp_path_factory.mktemp("attacked")))
    yield made
    made.remove()
    del os.environ[ENVIRONMENT_VARIABLE]
