"""Secrets planted where an attack might read them, and the search for them in what a learner gets to see."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

ENVIRONMENT_VARIABLE = "COURSEGRADER_ATTACK_CANARY"


@dataclass(frozen=True)
class Canaries:
    """What must not come out, by what it is. Words and numbers are long enough never to turn up by chance."""

    values: Mapping[str, str]

    @classmethod
    def drawn(cls) -> Canaries:
        """New ones."""
        first, second = _number(), _number()
        return cls(
            {
                "suite_word": _word(),
                "input_word": _word(),
                "hidden_word": _word(),
                "first": str(first),
                "second": str(second),
                "expected": str(first + second),
                "config_word": _word(),
                "environment_word": _word(),
                "home_word": _word(),
                "temporary_word": _word(),
                "listener_word": _word(),
                "victims_answer": _word(),
                "victims_name": _word(),
            }
        )

    def found_in(self, text: str) -> Iterator[str]:
        """Which of them stand in ``text``, as they are, reversed, or in hexadecimal."""
        for name, value in self.values.items():
            written = [value, value[::-1], value.encode().hex()]
            if value.isdigit():
                written.append(f"{int(value):,}")
                written.append(f"{int(value):x}")
            if any(form in text for form in written):
                yield name


def _word() -> str:
    return f"keel{secrets.token_hex(8)}"


def _number() -> int:
    return 10**12 + secrets.randbelow(9 * 10**12)
