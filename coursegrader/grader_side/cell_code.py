"""What a cell's text says about itself as Python: does it parse, which names does it make, which does it need.

Nothing is run. Learners' text is parsed with :func:`ast.parse`, which refuses what is nested too deeply.
"""

from __future__ import annotations

import ast
import re
import symtable
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

MAX_PARSED = 50_000  # characters; no answer is that long, and parsing takes time
_SPACE = r"[^\S\n]*"  # within a line: over all the empty lines after each one, it would take time by the square
_MAGIC = re.compile(rf"^({_SPACE})(?:[%!].*|\?{{0,2}}[\w.]+\?{{1,2}}{_SPACE})$", re.MULTILINE)
_MAGIC_VALUE = re.compile(r"=[ \t]*[%!].*$", re.MULTILINE)
_DEFINITION = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)", re.MULTILINE)
_ASSIGNMENT = re.compile(r"^(\w+)\s*(?::[^=\n]+)?=(?!=)", re.MULTILINE)
_WORD = re.compile(r"[^\W\d]\w*")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class CodeFacts:
    """One text as Python. Of a text that does not parse, the names are guessed line by line.

    Attributes:
        parses: whether a cell of it alone would start to run.
        defined: functions and classes it defines at its top level.
        bound: every name it binds at its top level, ``defined`` and imports among them.
        used: every global name it reads, inside functions too.
        eager: the names it reads at once, when it is run.
        is_stub: whether it holds nothing but placeholders: ``pass``, ``...``, ``raise NotImplementedError``.
    """

    parses: bool
    defined: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    eager: frozenset[str] = frozenset()
    is_stub: bool = False


@lru_cache(maxsize=512)
def code_facts(text: str) -> CodeFacts:
    """The facts of a text."""
    parsed = _parse(text)
    if parsed is None:
        defined = frozenset(_DEFINITION.findall(text))
        words = frozenset(_WORD.findall(text[:MAX_PARSED]))
        return CodeFacts(False, defined, defined | frozenset(_ASSIGNMENT.findall(text)), words, frozenset())
    tree, table = parsed
    outside = list(_outside_functions(tree.body))
    defined = frozenset(node.name for node in outside if isinstance(node, _DEFINITIONS))
    return CodeFacts(
        parses=not any(isinstance(node, ast.Return) for node in outside),
        defined=defined,
        bound=frozenset(symbol.get_name() for symbol in table.get_symbols() if _is_bound(symbol)),
        used=frozenset(_global_names(table)),
        eager=frozenset(_read(outside)),
        is_stub=all(map(_is_placeholder, tree.body)),
    )


def _parse(text: str) -> tuple[ast.Module, symtable.SymbolTable] | None:
    """The text's tree and its scopes; None where IPython could not run it either, or where it is too much of it."""
    if len(text) > MAX_PARSED:
        return None
    body = text.split("\n", 1)[-1] if text.lstrip().startswith("%%") else text
    for attempt in (body, _MAGIC_VALUE.sub("= None", _MAGIC.sub(r"\1pass", body))):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # "\d" in a learner's text is not ours to complain about
                return ast.parse(attempt), symtable.symtable(attempt, "<cell>", "exec")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


def _global_names(table: symtable.SymbolTable) -> Iterator[str]:
    tables = [table]
    while tables:
        scope = tables.pop()
        tables.extend(scope.get_children())
        for symbol in scope.get_symbols():
            if symbol.is_referenced() and (scope is table or symbol.is_global()):
                yield symbol.get_name()


def _outside_functions(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """Every node that is reached when the cell is run, but not the insides of functions."""
    stack: list[ast.AST] = []
    stack.extend(reversed(list(body)))
    while stack:
        node = stack.pop()
        yield node
        children: list[ast.AST] = list(_children(node, skip="body" if isinstance(node, _FUNCTIONS) else ""))
        if isinstance(node, ast.ClassDef):
            # its methods are names of the class, not of the cell
            children = [child for child in children if not isinstance(child, _DEFINITIONS)]
        stack.extend(reversed(children))


def _children(node: ast.AST, skip: str) -> Iterator[ast.AST]:
    for name, value in ast.iter_fields(node):
        if name != skip:
            yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, ast.AST))


def _is_bound(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()


def _read(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id


def _is_placeholder(node: ast.stmt) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return all(map(_is_placeholder, node.body))
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)  # a docstring, or ...
    if isinstance(node, ast.Raise):
        error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return isinstance(error, ast.Name) and error.id == "NotImplementedError"
    return isinstance(node, ast.Pass)
