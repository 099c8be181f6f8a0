"""The exception tree."""

import inspect
import re

from coursegrader import errors


def _drawn() -> dict[str, str]:
    """Child to parent, as drawn in the module's docstring."""
    parents: dict[str, str] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"^    ([ │]*(?:[├└]── )?)([A-Z]\w+)", line)
        if found:
            depth = len(found[1]) // 4
            del path[depth:]
            if path:
                parents[found[2]] = path[-1]
            path.append(found[2])
    return parents


def test_the_tree_in_the_docstring_is_the_real_one() -> None:
    classes = [c for c in vars(errors).values() if inspect.isclass(c) and c is not errors.CourseGraderError]
    real = {c.__name__: c.__bases__[0].__name__ for c in classes}
    assert _drawn() == real
