"""The kinds of quiz question: each knows its key, its public form, and how an answer is read and compared.

=====  ===========  =======================================================================
name   class        right is
=====  ===========  =======================================================================
NUM    Number       one number, within a relative tolerance
INT    Integer      one whole number, exactly
VEC    Vector       entries, exactly; or any multiple of the key
MAT    Matrix       rows of entries, exactly
ONE    OneOf        one option
SET    SetOf        all the right options and no other
BUG    BugLine      the one wrong line of a program
ORD    Ordered      the steps in their order
EXP    Formula      a formula with the key's values at 20 random points
OUT    Output       what a program prints
PIC    Picture      handles of a figure dragged into a region
=====  ===========  =======================================================================

An answer is what is kept for a question (`coursekit.quiz.answers.Answer`). ``read`` turns it into a value to compare,
or raises BadAnswer with a sentence for the learner; ``is_right`` compares such a value with the key.
"""

from coursekit.quiz.kinds.base import BadAnswer, Kind, Misconception, letter
from coursekit.quiz.kinds.choices import BugLine, Line, Misplaced, OneOf, Option, Ordered, SetOf
from coursekit.quiz.kinds.numbers import Integer, Matrix, Number, Vector
from coursekit.quiz.kinds.picture import Picture, Places, Region
from coursekit.quiz.kinds.texts import Formula, Output

__all__ = [
    "BadAnswer",
    "BugLine",
    "Formula",
    "Integer",
    "Kind",
    "Line",
    "Matrix",
    "Misconception",
    "Misplaced",
    "Number",
    "OneOf",
    "Option",
    "Ordered",
    "Output",
    "Picture",
    "Places",
    "Region",
    "SetOf",
    "Vector",
    "letter",
]
