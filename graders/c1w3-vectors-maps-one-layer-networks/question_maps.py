"""Which maps are linear, and how a product is undone."""

from collections.abc import Sequence

import numpy as np

from coursekit.quiz.exact import nonzero, terms
from coursekit.quiz.kinds import Option, SetOf, letter
from coursekit.quiz.questions import Misconception, Question, one_of, some, wrong

LETTERS = ("ABC", "PQR", "STU", "FGH", "KLM")


def linear_maps(rng: np.random.Generator) -> Question:
    """SET: which of six maps of the plane are linear."""
    linear = ["plain", "exchanged", "hidden", "flat", "zero_first"]
    count = int(rng.integers(2, 4))
    chosen = [linear[k] for k in rng.permutation(len(linear))[:count]]
    chosen += ["shift", str(rng.choice(["max", "absolute"]))]
    others = [name for name in ("both_shifted", "product", "square", "absolute", "max") if name not in chosen]
    chosen += [others[k] for k in rng.permutation(len(others))[: 6 - len(chosen)]]
    shown = [chosen[k] for k in rng.permutation(6)]
    texts = [f"({', '.join(_map(rng, name))})" for name in shown]
    kind = SetOf(
        tuple(
            Option(text, name in linear, f"{text}: {_MAP_WHY.get(name, '')}")
            for name, text in zip(shown, texts, strict=True)
        )
    )

    def letters_where(names: Sequence[str]) -> list[str]:
        return [letter(place) for place, name in enumerate(shown) if name in names]

    right = chosen[:count]
    listed = [
        Misconception(
            "straight_line",
            letters_where([*right, "shift", "both_shifted"]),
            "A formula that adds multiples of x and y and a fixed number keeps straight lines straight; a linear map "
            "has to leave the origin where it is, as well.",
        )
    ]
    for name, why in (
        ("hidden", "One of the formulas looks like a shift: simplify it before you judge it."),
        ("flat", "A map may press the plane flat and still respect sums and multiples."),
        ("zero_first", "A coordinate that is always 0 respects sums and multiples as well."),
    ):
        if name in right:
            listed.append(
                Misconception(f"{name}_refused", letters_where([other for other in right if other != name]), why)
            )
    return Question(
        template="linear_maps",
        text="Each of these maps takes the point $(x, y)$ to the point that is written down. Which of them are "
        "**linear**?",
        kind=kind,
        hint="A map is missing, or there is one too many: a linear map takes sums to sums and multiples to multiples.",
        listed=tuple(listed),
    )


_MAP_WHY = {
    "shift": "look where the origin goes.",
    "both_shifted": "what happens to (0, 0)?",
    "max": "compare what it makes of a point and of minus that point.",
    "absolute": "the image of minus a point has to be minus its image; is it?",
    "product": "double the point: does its image double?",
    "square": "what happens to the image when the point is multiplied by 3?",
}


def _map(rng: np.random.Generator, name: str) -> tuple[str, str]:
    """The two coordinates of an image, as plain text."""
    a, b, c, d = (int(v) for v in nonzero(rng, -5, 5, 4))
    s = int(rng.integers(2, 7))
    match name:
        case "plain":
            return _terms(a, b), _terms(c, d)
        case "exchanged":
            return _terms(0, b), _terms(c, 0)
        case "hidden":
            return f"{s}(x + {abs(a)}) − {s * abs(a)}", _terms(c, d)
        case "flat":
            return _terms(a, b), _terms(2 * a, 2 * b)
        case "zero_first":
            return "0", _terms(c, d)
        case "shift":
            return f"{_terms(a, b)} + {s}", _terms(c, d)
        case "both_shifted":
            return f"x − {s}", f"y + {abs(b)}"
        case "max":
            return "max(x, y)", _terms(c, d)
        case "absolute":
            return _terms(a, b), f"{s}|y|"
        case "product":
            return f"{s}xy", _terms(c, d)
        case "square":
            return f"x² + {_terms(0, abs(b))}", _terms(c, d)
    raise ValueError(f"no map is called {name}")


def _terms(a: int, b: int) -> str:
    return terms([a, b], ("x", "y")).replace("-", "−")


def inverse_of_product(rng: np.random.Generator) -> Question:
    """ONE: the inverse of a product of matrices."""
    names = list(LETTERS[int(rng.integers(len(LETTERS)))])[: int(rng.integers(2, 4))]
    inverted = [bool(rng.random() < 0.3) for _ in names]
    factors = list(zip(names, inverted, strict=True))
    undone = [(name, not is_inverse) for name, is_inverse in factors]
    options = (
        wrong("only_reversed", _product(factors[::-1]), "The order is turned round, but each factor is still itself: "
              "every single move has to be undone."),
        wrong("one_undone", _product([*factors[:-1], undone[-1]]), "Only one of the moves is undone here, and the "
              "others are made a second time."),
        wrong("sum", " + ".join(_product([factor]) for factor in undone), "To make moves one after the other is a "
              "product, and so it is to take them back: nothing is added."),
        wrong("needs_commuting", "none of these, unless the matrices can be exchanged", "Moves that were made one "
              "after the other can always be taken back one after the other."),
    )  # fmt: skip
    unchanged = wrong("not_reversed", _product(undone), "What was put on last has to come off first: multiply this "
                      "with the product, and see what meets in the middle.")  # fmt: skip
    product = _latex(factors)
    return Question(
        template="inverse_of_product",
        text=f"The square matrices ${', '.join(names)}$ are invertible, and no two of them can be exchanged in a "
        f"product. What is $\\left({product}\\right)^{{-1}}$?",
        kind=one_of(rng, _product(undone[::-1]), [unchanged, *some(rng, options, 2)]),
        hint="Multiply it with the product: from the middle outwards, everything has to cancel.",
    )


def _product(factors: Sequence[tuple[str, bool]]) -> str:
    return "".join(f"{name}⁻¹" if is_inverse else name for name, is_inverse in factors)


def _latex(factors: Sequence[tuple[str, bool]]) -> str:
    return " ".join(f"{name}^{{-1}}" if is_inverse else name for name, is_inverse in factors)
