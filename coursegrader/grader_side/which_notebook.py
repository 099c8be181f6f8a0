"""Which submitted file is which notebook of the assignment: by what is in it, then by its name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from coursegrader.errors import BadSubmission
from coursegrader.grader_side.alignment import Alignment
from coursegrader.grader_side.attempt import Attempt
from coursegrader.grader_side.cell_code import code_facts
from coursegrader.grader_side.matching import align
from coursegrader.grader_side.notebook import Cell
from coursegrader.grader_side.release_text import is_cut_from, known_texts, normal
from coursegrader.grader_side.submitted_notebook import SubmittedNotebook, read_submitted
from coursegrader.results import Problem, Repair

BY_NAME = "nothing in {name}.ipynb is known to us any more; it was graded because of its name"
_COPY = re.compile(r"(?: ?\(\d{1,3}\)|-Copy\d{1,3})+$")
Templates = Mapping[str, Sequence[Cell]]


@dataclass
class Matched:
    """The notebooks of an assignment that were handed in.

    Attributes:
        cells: the submitted cells of each.
        reasons: of a notebook that cannot be graded, why, in a sentence.
        others: what is wrong with submitted files that are no notebook of the assignment, by name.
        repairs: what was mended on the way.
    """

    cells: dict[str, tuple[Cell, ...]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)

    def problems(self, attempt: Attempt) -> list[Problem]:
        """What was handed in and left out: one row each, but for what is told where the notebook is scored."""
        told = {f"{name}.ipynb" for name in self.reasons}
        return [
            *(Problem(name, why) for name, why in self.others.items()),
            *(Problem(name, why) for name, why in attempt.left_out.items() if name not in told),
        ]


def match_notebooks(templates: Templates, attempt: Attempt, assignment: str) -> Matched:
    """Find the notebooks of an assignment in an attempt.

    Raises:
        BadSubmission: there is none of them in it.
    """
    matched = Matched()
    read: dict[str, SubmittedNotebook] = {}
    for name, content in attempt.notebooks.items():
        try:
            read[name] = read_submitted(content, f"{name}.ipynb")
        except BadSubmission as error:
            matched.others[name] = str(error)
    targets = {name: _target(templates, name, notebook.cells) for name, notebook in read.items()}
    offers: dict[str, list[str]] = defaultdict(list)
    for name, target in targets.items():
        if target is not None:
            offers[target].append(name)
    for name in [name for name, target in targets.items() if target is None]:
        namesake = _namesake(templates, name, read[name].cells)
        if namesake is None or namesake in offers:
            matched.others[name] = (
                f"{name}.ipynb: not a notebook of the assignment '{assignment}'; check what you hand in"
            )
        else:
            offers[namesake] = [name]
            if read[name].cells and templates[namesake]:
                matched.repairs.append(Repair(namesake, "", BY_NAME.format(name=name)))
    for target, names in offers.items():
        _take(matched, target, _best(templates[target], target, names, read), names, read, targets)
    for name in templates:
        why = attempt.left_out.get(f"{name}.ipynb") or matched.others.get(name)
        if why is not None and name not in matched.cells:
            matched.reasons[name] = why
            matched.others.pop(name, None)
    if not matched.cells:
        reasons = [*matched.reasons.values(), *matched.others.values(), *attempt.left_out.values()]
        raise BadSubmission(next(iter(reasons), _where_there_is_none(attempt)))
    return matched


def _where_there_is_none(attempt: Attempt) -> str:
    elsewhere = next((path for path in attempt.files if path.casefold().endswith(".ipynb")), None)
    if elsewhere is None:
        return "there is no notebook in what was handed in"
    return f"{elsewhere}: not where notebooks are graded; hand it in beside the other files, with a name in .ipynb"


def _namesake(templates: Templates, name: str, cells: Sequence[Cell]) -> str | None:
    """The notebook of the assignment that has a file's name, but for what programs make of it when they save a copy.

    None if the file has the marks of another assignment.
    """
    if any(cell.grade_id for cell in cells):
        return None
    if name in templates:
        return name
    alike = [candidate for candidate in templates if candidate.casefold() == _COPY.sub("", name).casefold()]
    return alike[0] if len(alike) == 1 else None


def _target(templates: Templates, name: str, cells: Sequence[Cell]) -> str | None:
    """The notebook that a submitted one has most in common with; the one of its name if there is a choice."""
    candidates = sorted(templates, key=lambda candidate: candidate != name)
    if not candidates:
        return None
    known = {candidate: _known_ids(templates[candidate], cells) for candidate in candidates}
    most = max(known.values())
    best = [candidate for candidate in candidates if known[candidate] == most]
    if any(most) and len(best) == 1:
        return best[0]  # as nearly always: the texts, which take longer to compare, have no say then
    alike = {candidate: _alike(templates[candidate], cells) for candidate in best}
    target = max(best, key=lambda candidate: alike[candidate])
    return target if any(most) or alike[target] else None


def _known_ids(template: Sequence[Cell], cells: Sequence[Cell]) -> tuple[int, int]:
    """How many grade ids and cell ids of a template are in a submitted notebook."""
    grade_ids = {cell.grade_id for cell in cells} - {""}
    cell_ids = {cell.cell_id for cell in cells} - {""}
    return sum(cell.grade_id in grade_ids for cell in template), sum(cell.cell_id in cell_ids for cell in template)


def _alike(template: Sequence[Cell], cells: Sequence[Cell]) -> int:
    texts = {normal(cell.source) for cell in cells} - {""}
    whole = "\n".join(texts)
    same = sum(_is_among(cell, texts) for cell in template)
    answers = [code_facts(cell.source) for cell in template if cell.is_solution and cell.cell_type == "code"]
    names = {name for facts in answers for name in facts.defined or facts.bound}
    return same + sum(f"def {name}(" in whole or f"\n{name} =" in f"\n{whole}" for name in names)


def _is_among(cell: Cell, texts: Set[str]) -> bool:
    known = known_texts(cell)
    return any(text in texts for text in known) or (cell.is_grade and any(is_cut_from(cell, text) for text in texts))


def _best(template: Sequence[Cell], target: str, names: Sequence[str], read: Mapping[str, SubmittedNotebook]) -> str:
    """Of several files for one notebook, the one of its name; but never an empty one where another has answers."""

    def rank(name: str) -> tuple[bool, bool, int]:
        alignment = align(template, read[name].cells)
        count = sum(alignment.has_answer(i) for i in _answers(alignment))
        return (count > 0, name == target, count)

    return names[0] if len(names) == 1 else max(names, key=rank)


def _answers(alignment: Alignment) -> list[int]:
    return [position for position, cell in enumerate(alignment.template) if cell.is_solution]


def _take(
    matched: Matched,
    target: str,
    name: str,
    names: Sequence[str],
    read: Mapping[str, SubmittedNotebook],
    targets: Mapping[str, str | None],
) -> None:
    matched.cells[target] = read[name].cells
    notes = list(read[name].mended)
    if name != target and targets[name] is not None:
        notes.insert(0, f"it was handed in as {name}.ipynb, and found by what is in it")
    for other in names:
        if other != name:
            notes.append(f"there was a second version of it, {other}.ipynb, which was not graded")
    matched.repairs += [Repair(target, "", note) for note in notes]
