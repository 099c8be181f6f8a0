"""Prediction gates: commit to an answer, then the picture unlocks."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Protocol

import ipywidgets as widgets

from coursekit.figures import Shown
from coursekit.front_end import has_front_end
from coursekit.interactives.style import notebook_style

COMMITMENTS = Path(".coursekit_predictions.json")  # beside the notebook, hidden in the file browser


@dataclass(frozen=True)
class Prediction:
    """A question asked before a picture is shown.

    `key` is unique in the assignment; `answer` is the index of the right option; `notice` is read after the
    reveal.
    """

    key: str
    question: str
    options: tuple[str, ...]
    answer: int
    notice: str


class Predictable(Protocol):
    """What a gate can stand before."""

    @property
    def prediction(self) -> Prediction:
        """The question to answer first."""

    def live(self) -> widgets.Widget:
        """Build the version that talks to the kernel."""

    def kernel_free(self) -> Shown:
        """Return the version that needs no kernel; it has its own gate."""


class UnreadableCommitmentsError(ValueError):
    """The file with the learner's earlier predictions is damaged."""


@dataclass(frozen=True)
class Commitments:
    """The learner's predictions in a JSON file: key -> the option's text, so that they outlive the kernel."""

    path: Path = COMMITMENTS

    def read(self) -> dict[str, str]:
        """Return all commitments; {} before the first; raise UnreadableCommitmentsError if it is damaged."""
        if not self.path.exists():
            return {}
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (ValueError, OSError) as error:
            raise UnreadableCommitmentsError(
                f"{self.path.name} cannot be read ({error}): delete it and predict again"
            ) from error
        if not isinstance(found, dict):
            raise UnreadableCommitmentsError(f"{self.path.name} does not hold predictions: delete it and predict again")
        return {str(key): str(value) for key, value in found.items()}

    def add(self, key: str, option: str) -> None:
        """Remember one commitment; raise OSError or UnreadableCommitmentsError if it cannot be kept."""
        everything = self.read() | {key: option}
        text = json.dumps(everything, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        self.path.write_text(text, encoding="utf-8")


class Gate:
    """The widget: a question with options, a button, and behind it whatever `reveal` builds."""

    def __init__(self, prediction: Prediction, reveal: Callable[[], widgets.Widget], commitments: Commitments) -> None:
        self.prediction = prediction
        self._reveal = reveal
        self._commitments = commitments
        wide = widgets.Layout(width="auto")
        self.choice = widgets.RadioButtons(options=prediction.options, index=None, layout=wide)
        self.commit_button = widgets.Button(description="Commit to this", disabled=True, button_style="primary")
        self.message = widgets.HTML()
        self.choice.observe(self._chosen, names="index")
        self.commit_button.on_click(lambda _: self.commit())
        asked = f"<strong>Predict first.</strong> {prediction.question}"
        question = widgets.HTML(f"{notebook_style()}<div class='ck ck-verdict'>{asked}</div>")
        self.widget = widgets.VBox([question, self.choice, self.commit_button, self.message])
        self._resume()

    @property
    def is_open(self) -> bool:
        """True once the learner has committed."""
        return bool(self.choice.disabled)

    def commit(self) -> None:
        """Keep the chosen option and show what is behind the gate."""
        if self.choice.index is None or self.is_open:
            return
        try:
            self._commitments.add(self.prediction.key, self.prediction.options[self.choice.index])
            self._open("")
        except (OSError, UnreadableCommitmentsError) as error:
            self._open(f" (It could not be kept for next time: {error}.)")

    def _resume(self) -> None:
        try:
            kept = self._commitments.read().get(self.prediction.key)
        except UnreadableCommitmentsError as error:
            self.message.value = f"<div class='ck'>{escape(str(error))}</div>"
            return
        if kept in self.prediction.options:
            self.choice.index = self.prediction.options.index(kept)
            self._open("")

    def _chosen(self, _: Any) -> None:
        self.commit_button.disabled = self.choice.index is None

    def _open(self, aside: str) -> None:
        self.choice.disabled = True
        said = self.prediction.options[self.choice.index]
        self.message.value = (
            "<div class='ck' role='status'>Your prediction: "
            f"<strong>{escape(said)}</strong>.{escape(aside)} Now try it.</div>"
        )
        after = widgets.HTML(comparison(self.prediction, self.choice.index))
        head = self.widget.children[0]
        self.widget.children = (head, self.choice, self.message, self._reveal(), after)


def comparison(prediction: Prediction, chosen: int | None = None) -> str:
    """Return a closed `details` element with the answer and what to notice."""
    if chosen is None:
        verdict = ""
    else:
        verdict = "You predicted it. " if chosen == prediction.answer else "Not what you predicted. "
    right = prediction.options[prediction.answer]
    return (
        "<details class='ck'><summary>Tried it? Compare with your prediction</summary><div "
        f"class='ck-verdict'>{verdict}<strong>{escape(right)}.</strong> {prediction.notice}</div></details>"
    )


def predict_first(thing: Predictable, commitments: Commitments | None = None) -> widgets.Widget | Shown:
    """Return the gate before `thing`, to be shown as the last line of a cell.

    Without a front end (a notebook run by a program) this is the kernel-free version, which has the same
    gate.
    """
    if not has_front_end():
        return thing.kernel_free()
    return Gate(thing.prediction, thing.live, commitments or Commitments()).widget
