"""Loading the templates of a quiz from a file, together with the files beside it that it imports relatively."""

import hashlib
import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from coursekit.quiz.questions import Draw


def load_templates(path: Path, beside: str) -> Mapping[str, Draw]:
    """The ``TEMPLATES`` of a file by name, in its order. Raises what `load_module` raises, and ValueError if there are
    none."""
    templates = getattr(load_module(path, beside), "TEMPLATES", None)
    if not isinstance(templates, tuple) or not templates:
        raise ValueError(f"{path.name} defines no TEMPLATES, a tuple of functions that draw a question")
    return {template.__name__: template for template in templates}


def load_module(path: Path, beside: str) -> ModuleType:
    """Import the file at ``path``; it may import files of its folder that match ``beside`` relatively.

    Raises FileNotFoundError if it is not there, and whatever its own code raises.
    """
    # The folder acts as a package under a name of its own, so that two weeks never mix. The name holds the content's
    # hash: an edited file is read again, an unchanged one is not.
    texts = b"\0".join(file.read_bytes() for file in sorted(path.parent.glob(beside)))
    key = hashlib.sha256(str(path.resolve()).encode() + b"\0" + path.read_bytes() + texts).hexdigest()[:24]
    name = f"quiz_templates_{key}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=[str(path.parent)])
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
