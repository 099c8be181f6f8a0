"""Files that are hardly notebooks: broken, huge, deep, of other versions and encodings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from coursegrader.attacks.attack import Attack, Material, Submission
from coursegrader.attacks.course_files import Notebook, cell
from coursegrader.attacks.making import code, typed

_REFUSAL = (
    r"not a notebook|not in notebook format|the text of cell|is not a cell|more than \d+ cells|hold more than|"
    r"no notebook|larger"
)
_OWN_LOSS = frozenset({"greeting"})


def _bytes(identity: str, title: str, tries: str, change: Callable[[bytes], bytes]) -> Attack:
    """An attack by the file's bytes. It may be refused in words, or repaired and graded, and gets nothing by either."""

    def build(material: Material) -> Submission:
        files = typed(first="got('armed')")(material).files
        return Submission({**files, "work.ipynb": change(files["work.ipynb"])})

    return Attack(identity, "notebook", title, tries, build, may_be_refused=_REFUSAL, may_lose=_OWN_LOSS)


def _document(identity: str, title: str, tries: str, change: Callable[[Notebook], object]) -> Attack:
    """An attack by the document's structure."""

    def apply(content: bytes) -> bytes:
        document = json.loads(content)
        change(document)
        return json.dumps(document).encode()

    return _bytes(identity, title, tries, apply)


def _insert(text: bytes) -> Callable[[bytes], bytes]:
    """Put JSON text into the notebook's metadata."""
    return lambda content: re.sub(rb'"metadata": \{"kernelspec"', b'"metadata": {' + text + b', "kernelspec"', content)


def _odd_cells(document: Notebook) -> None:
    document["cells"] += [cell("code", "x", ""), cell("unknown", "x", ""), cell("markdown", "", "")]
    document["cells"][-1]["id"] = "x" * 10**6
    document["cells"][-2]["metadata"] = {"nbgrader": {"grade_id": "<script>" * 10**4, "grade": 1}, "tags": {"a": 1}}
    document["cells"][-3]["outputs"] = "none"


def _odd_sources(document: Notebook) -> None:
    sources: tuple[object, ...] = (1, {}, [["x"]], None)
    document["cells"] += [cell("code", f"s{n}", "") | {"source": source} for n, source in enumerate(sources)]


def _big(document: Notebook) -> None:
    document["cells"] += [cell("markdown", f"big-{n}", "x" * 10**6) for n in range(25)]


ATTACKS = (
    _bytes("not-json", "not JSON", "a program in place of a notebook", lambda _: b"import os; score = 10"),
    _bytes("truncated", "half a notebook", "the file ends in the middle", lambda content: content[: len(content) // 2]),
    _bytes("empty-file", "an empty file", "nothing at all", lambda _: b""),
    _bytes("binary", "a zip file", "an archive of that name", lambda content: b"PK\x03\x04" + bytes(range(256)) * 100),
    _bytes(
        "utf-16", "another encoding", "UTF-16 with a byte order mark", lambda content: content.decode().encode("utf-16")
    ),
    _bytes(
        "deep-json",
        "JSON a million deep",
        "nested lists that overflow the parser's stack",
        _insert(b'"deep": ' + b"[" * 10**6 + b"]" * 10**6),
    ),
    _bytes(
        "deep-objects",
        "objects ten thousand deep",
        "the same with objects",
        _insert(b'"deep": ' + b'{"a":' * 9000 + b"1" + b"}" * 9000),
    ),
    _bytes(
        "nan-json",
        "NaN and infinity",
        "numbers that JSON does not have",
        _insert(b'"a": NaN, "b": [Infinity, -Infinity, 1e999]'),
    ),
    _bytes("giant-number", "a number of a million digits", "quadratic to read", _insert(b'"a": ' + b"9" * 10**6)),
    _bytes(
        "duplicate-keys",
        "keys more than once",
        "a second nbformat, cells and metadata, of which each reader takes another",
        lambda content: content[:-1] + b', "nbformat": 4, "nbformat": 4, "metadata": {}, "metadata": {"a": 1}}',
    ),
    _bytes(
        "surrogates",
        "lone surrogates",
        "halves of characters in sources, ids and keys",
        lambda content: content.replace(b"# Harbour", b"\\ud800 # \\udfff").replace(b'"title"', b'"\\ud83d"'),
    ),
    _bytes(
        "nul-bytes",
        "NUL in the source",
        "code with NULs and control characters",
        lambda content: content.replace(b"return 0", b"return 0\\u0000\\u001b", 1),
    ),
    _document(
        "version-3",
        "notebook format 3",
        "worksheets in place of cells",
        lambda d: d.update(nbformat=3, worksheets=[{"cells": d.pop("cells")}]),
    ),
    _document(
        "version-5", "notebook format 99", "a format of the future", lambda d: d.update(nbformat=99, nbformat_minor=99)
    ),
    _document(
        "version-text",
        "notebook format 'four'",
        "a version that is no number",
        lambda d: d.update(nbformat="four", nbformat_minor=None),
    ),
    _document(
        "cells-object",
        "cells that are no list",
        "an object in place of the list",
        lambda d: d.update(cells={"0": d["cells"]}),
    ),
    _document(
        "cells-odd",
        "cells that are no cells",
        "numbers, texts and nothing among the cells",
        lambda d: d["cells"].extend([None, 1, "x", [], {}]),
    ),
    _document(
        "source-odd",
        "sources that are no text",
        "numbers, objects and lists of lists",
        _odd_sources,
    ),
    _document(
        "metadata-odd",
        "metadata that is no object",
        "lists, texts and nothing",
        lambda d: (d.update(metadata=[]), [c.update(metadata=["x"]) for c in d["cells"] if c["id"] == "story"]),
    ),
    _document(
        "huge-ids", "huge, double and missing ids", "a million characters, markup, the same one twice", _odd_cells
    ),
    _document(
        "many-cells",
        "a hundred thousand cells",
        "more than anybody reads",
        lambda d: d["cells"].extend({"cell_type": "raw", "metadata": {}, "source": ""} for _ in range(10**5)),
    ),
    _document("big-notebook", "a notebook of 25 MB", "long texts, to be copied, hashed, rendered", _big),
    _document(
        "long-lines",
        "a source of a million lines",
        "a list of a million pieces",
        lambda d: d["cells"].append(cell("markdown", "long", "") | {"source": ["x\n"] * 10**6}),
    ),
    _document(
        "attachments-odd",
        "attachments that are none",
        "pictures by the wrong type and size",
        lambda d: d["cells"].append(
            cell("markdown", "a", "![x](attachment:a)") | {"attachments": {"a": 1, "b": {"image/png": 7}}}
        ),
    ),
    Attack(
        "other-notebook",
        "notebook",
        "another assignment's notebook",
        "a notebook of the plain assignment, handed in for this one",
        lambda material: Submission({"work.ipynb": material.releases["plain"]["plain.ipynb"]}),
        proof="raised NameError|not in the notebook",
        may_be_refused="not a notebook of the assignment",
        may_lose=_OWN_LOSS,
    ),
    Attack(
        "magics",
        "notebook",
        "magics and shell escapes",
        "%run, %%bash, !cat, %load_ext, %autoreload and a changed prompt",
        typed(
            first="got('armed')",
            last=code("""
        !cat $COURSE/graders/harbour/test_total.py $HOME/$SECRETFILE
        %alias_magic x time
        %reset -f
        %config InteractiveShell.ast_node_interactivity = 'all'
        %run -i $COURSE/graders/harbour/test_total.py
        %env
        %%bash
        ls
"""),
        ),
        may_lose=_OWN_LOSS,
    ),
)
