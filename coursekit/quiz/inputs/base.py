"""What the widgets of an answer offer to the panel around them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from coursekit.quiz.answers import Answer
from coursekit.quiz.items import PublicItem


class Input:
    """Widgets for one question. ``fields`` are what the learner acts on; ``trait`` is what changes in them."""

    trait = "value"

    def __init__(self, item: PublicItem) -> None:
        self.item = item
        self.fields: list[Any] = self._make()
        self.box: Any = self._arranged()
        self._filling = False

    def fill(self, answer: Answer | None) -> None:
        """Show a kept answer; nobody is told of a change."""
        with self._quietly():
            self._fill(answer)

    def read(self) -> Answer | None:
        """The answer as it stands in the widgets."""
        raise NotImplementedError

    def tell(self, changed: Callable[[], None]) -> None:
        """Call ``changed`` at every change by the learner."""
        for field in self.fields:
            field.observe(lambda _: None if self._filling else changed(), names=self.trait)

    def close(self) -> None:
        """Forget the widgets."""
        for widget in (*self.fields, self.box):
            widget.close()

    def _make(self) -> list[Any]:
        raise NotImplementedError

    def _arranged(self) -> Any:
        raise NotImplementedError

    def _fill(self, answer: Answer | None) -> None:
        raise NotImplementedError

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        self._filling = True
        try:
            yield
        finally:
            self._filling = False
