from __future__ import annotations

import csv
import io

import pytest

from coursegrader.hub.web.instructor.spreadsheet import as_csv, harmless


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "  @x", "=cmd|'/C calc'!A0", "＝1"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Amara Singh", "1-2", "a=b", "Ó", "'quoted"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_numbers_stay_numbers() -> None:
    assert [harmless(cell) for cell in (-1.5, 0.1 + 0.2, 10.0, 100, -3, None)] == ["-1.5", "0.3", "10", "100", "-3", ""]


def test_the_file_is_utf8_with_a_mark_and_survives_commas_quotes_and_newlines() -> None:
    content = as_csv(("name", "=x"), [('Tomás, "T"\nRivera', 1.0)])
    assert content.startswith("\ufeff".encode())
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) == [
        ["name", "'=x"],
        ['Tomás, "T"\nRivera', "1"],
    ]
