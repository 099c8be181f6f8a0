"""Ungraded checkpoints: a question or a piece of code, answered at once."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from html import escape
from typing import Any

import ipywidgets as widgets

from coursekit.figures import Shown
from coursekit.front_end import has_front_end
from coursekit.interactives.style import notebook_style


def verdict(right: bool | None, words: str) -> str:
    """Return feedback as HTML: True right, False not yet, None neither. `words` may hold markup."""
    sign, kind = {True: ("✓ Right.", "yes"), False: ("✗ Not yet.", "no"), None: ("", "")}[right]
    inside = f"<strong>{sign}</strong> {words}"
    return f"<div class='ck'><div class='ck-verdict {kind}' role='status'>{inside}</div></div>"


def feedback(right: bool, words: str, picture: str = "") -> Shown:
    """Return feedback on code that was just run, with a picture underneath if there is one."""
    plain = f"{'Right.' if right else 'Not yet.'} {words}"
    shown = f"<div class='ck ck-figure'>{picture}</div>" if picture else ""
    return Shown(notebook_style() + verdict(right, escape(words)) + shown, plain)


class Choice:
    """A single-choice question; every option has its own reply."""

    def __init__(self, question: str, replies: Mapping[str, str], answer: str) -> None:
        if answer not in replies:
            raise ValueError(f"the answer {answer!r} is not one of the options")
        self.answer = answer
        self.replies = dict(replies)
        self.radio = widgets.RadioButtons(options=tuple(replies), index=None, layout=widgets.Layout(width="auto"))
        self.reply = widgets.HTML()
        self.radio.observe(self._answered, names="value")
        self.widget = widgets.VBox([_asked(question), self.radio, self.reply])

    def _answered(self, change: Any) -> None:
        self.reply.value = verdict(change["new"] == self.answer, self.replies[change["new"]])


class Number:
    """A question answered by a number, such as -4/3; slips that are expected get their own reply."""

    def __init__(
        self, question: str, answer: Fraction, why: str, slips: Mapping[Fraction, str], otherwise: str
    ) -> None:
        self.answer, self.why, self.slips, self.otherwise = answer, why, dict(slips), otherwise
        self.field = widgets.Text(placeholder="a number, such as -3/4 or 0.25", description="Answer")
        self.button = widgets.Button(description="Check", button_style="primary")
        self.reply = widgets.HTML()
        self.button.on_click(lambda _: self.check())
        self.field.continuous_update = False
        self.field.observe(lambda _: self.check(), names="value")
        self.widget = widgets.VBox([_asked(question), widgets.HBox([self.field, self.button]), self.reply])

    def check(self) -> None:
        """Reply to what stands in the field."""
        self.reply.value = self.reply_to(self.field.value)

    def reply_to(self, typed: str) -> str:
        """Return the feedback on `typed` as HTML."""
        try:
            value = Fraction(typed.strip().replace("−", "-").replace(" ", ""))
        except (ValueError, ZeroDivisionError):
            return verdict(None, "Write a number: a whole number, a decimal such as 0.25, or a fraction such as -3/4.")
        if abs(value - self.answer) <= abs(self.answer) / 1000:
            return verdict(True, self.why)
        close = (words for slip, words in self.slips.items() if abs(value - slip) <= abs(slip) / 1000)
        return verdict(False, next(close, self.otherwise))


def _asked(question: str) -> widgets.HTML:
    return widgets.HTML(f"{notebook_style()}<div class='ck'><strong>Checkpoint.</strong> {question}</div>")


def _printed(question: str, options: str, answer: str) -> Shown:
    """The checkpoint for a reader without a kernel: the answer is folded away."""
    html = (
        f"{notebook_style()}<div class='ck'><strong>Checkpoint.</strong> "
        f"{question}{options}<details><summary>Answer</summary>{answer}</details></div>"
    )
    return Shown(html, f"Checkpoint. {question}")


def ask_choice(question: str, replies: Mapping[str, str], answer: str) -> widgets.Widget | Shown:
    """Ask a single-choice question: `replies` maps each option to the sentence said when it is chosen."""
    asked = Choice(question, replies, answer)
    if has_front_end():
        return asked.widget
    options = "".join(f"<li>{escape(option)}</li>" for option in replies)
    return _printed(question, f"<ul>{options}</ul>", f"{escape(answer)}. {replies[answer]}")


def ask_number(
    question: str,
    answer: Fraction,
    why: str,
    slips: Mapping[Fraction, str],
    otherwise: str = "That is another number. Work it out step by step on paper, then compare.",
) -> widgets.Widget | Shown:
    """Ask for a number (0.1 % tolerance): `slips` maps expected wrong answers to what to say about them, `otherwise` is
    said to any other."""
    asked = Number(question, answer, why, slips, otherwise)
    if has_front_end():
        return asked.widget
    return _printed(question, "", f"{str(answer).replace('-', '−')}. {why}")
