"""The suite itself: enough attacks, each with a name, a family and a submission that can be made."""

from __future__ import annotations

import ast
import json
from collections import Counter
from pathlib import Path

import pytest

from coursegrader.attacks import course_files
from coursegrader.attacks.attack import FAMILIES, Attack, Material
from coursegrader.attacks.catalogue import ATTACKS
from coursegrader.attacks.course_files import Notebook
from coursegrader.attacks.run import chosen
from coursegrader.errors import CourseError


@pytest.fixture(scope="module")
def material() -> Material:
    def released(document: Notebook) -> bytes:
        return json.dumps(document).encode()

    releases = {
        "harbour": {"work.ipynb": released(course_files.harbour())},
        "plain": {"plain.ipynb": released(course_files.plain({"hidden_word": "x"}))},
        "convoy": {
            "first.ipynb": released(course_files.convoy_first()),
            "second.ipynb": released(course_files.convoy_second()),
        },
    }
    names = ("COURSE", "HOME", "REALHOME", "TMP", "ABSTRACT", "VICTIM", "SECRETFILE", "HOST")
    return Material("cgtest000", releases, {"MARK": "cgtest000", "PID": "1", "PORT": "2", **dict.fromkeys(names, "/x")})


def test_there_are_enough_attacks_of_every_family() -> None:
    assert len(ATTACKS) >= 80
    families = Counter(attack.family for attack in ATTACKS)
    assert set(families) == set(FAMILIES)
    assert min(families.values()) >= 10


def test_names_are_unique() -> None:
    assert [name for name, count in Counter(attack.id for attack in ATTACKS).items() if count > 1] == []
    assert all(attack.title and attack.tries for attack in ATTACKS)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_every_submission_can_be_made_and_its_own_code_is_python(
    attack: Attack, material: Material, tmp_path: Path
) -> None:
    submission = attack.build(material)
    assert submission.files or submission.lay_out
    content = submission.files.get("work.ipynb")
    if attack.family in ("forge", "secrets", "exhaust") and content is not None:
        for cell in json.loads(content)["cells"]:
            if cell["cell_type"] == "code":
                assert "$" not in cell["source"].replace("$'", ""), "a placeholder that nobody fills"
                ast.parse(cell["source"])


def test_attacks_are_chosen_by_family_and_name() -> None:
    assert chosen() == list(ATTACKS)
    assert {attack.family for attack in chosen("people")} == {"people"}
    assert [attack.id for attack in chosen(None, "ptrace")] == ["ptrace"]
    with pytest.raises(CourseError, match="no attack 'nothing'"):
        chosen(None, "nothing")
