"""What a learner reads of a quiz question that is not simply right or wrong: written where a submission is graded, and
recognised where results are shown."""

from __future__ import annotations

from typing import Final

NOT_ANSWERED: Final = "It is not answered yet."
NOT_HANDED_IN: Final = (
    "It is answered, but the attempt is not handed in yet. Nothing is used up: press the button below the quiz that "
    "hands the attempt in, and submit again."
)
EXPLAINED_LATER: Final = "Mistakes are explained after the last attempt"
"""How the sentence begins that stands in place of an explanation."""
