"""Kernel-free pages: one HTML document with inline style and script, which may load nothing at all."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from coursekit.interactives.style import page_style, template

if TYPE_CHECKING:  # gates imports the style of this package, so only the checker may look back
    from coursekit.gates import Prediction


def build_page(*, title: str, summary: str, prediction: Prediction, stage: str, strip: str, script: str) -> str:
    """Return the page. `stage` and `strip` are markup; `script` runs once, after the gate's own script."""
    options = "".join(
        f'<label><input type="radio" name="prediction" value="{index}"> {escape(option)}</label>'
        for index, option in enumerate(prediction.options)
    )
    gate = {"key": prediction.key, "answer": prediction.answer, "options": prediction.options}
    parts = {
        "title": escape(title),
        "summary": escape(summary),
        "style": page_style() + template("page.css") + template("kit.css"),
        "question": prediction.question,
        "options": options,
        "notice": prediction.notice,
        "stage": stage,
        "strip": strip,
        "gate_data": as_script_data(gate),
        "gate_script": template("gate.js"),
        "script": script,
    }
    page = template("page.html")
    for name, value in parts.items():
        page = page.replace(f"<!--{name}-->", value)
    return page


def as_script_data(value: object) -> str:
    """Return `value` as JSON that is safe inside a script element."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True).replace("</", "<\\/")
