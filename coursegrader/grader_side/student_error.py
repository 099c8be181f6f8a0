"""How a learner's code failed, as a hidden suite sees it."""

from __future__ import annotations


class StudentError(Exception):
    """The learner's code raised, took too long, crashed, or gave something that cannot be used.

    Attributes:
        type_name: the exception's class name, such as ``"ValueError"``; ``"TimeoutError"``, ``"CrashError"`` and
            ``"NotDataError"`` are ours.
        mro: qualified names of its class and all base classes, such as ``"builtins.ValueError"``.
        message: its text, which the learner's code chose: never shown to anybody but the suite's author.
    """

    def __init__(self, type_name: str, message: str = "", mro: tuple[str, ...] = ()) -> None:
        super().__init__(f"{type_name}: {message}")
        self.type_name, self.message, self.mro = type_name, message, mro

    def is_a(self, kind: type[BaseException]) -> bool:
        """Whether the learner's exception is of class ``kind`` or a subclass of it."""
        return f"{kind.__module__}.{kind.__qualname__}" in self.mro
