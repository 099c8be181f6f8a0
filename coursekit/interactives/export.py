"""Write the kernel-free pages and the strips of a week beside its notebooks.

python -m coursekit.interactives.export source/c1w2-elimination-echelon-forms-rank
python -m coursekit.interactives.export --check source/c1w2-elimination-echelon-forms-rank
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from coursekit.interactives.catalogue import of_week


def exported(folder: Path) -> dict[Path, str]:
    """Return what belongs in `folder`: path -> text. Raise ValueError if no interactive is made for it."""
    things = of_week(folder.resolve().name)
    if not things:
        raise ValueError(f"{folder}: no interactive is made for a week of this name; is it the right folder?")
    pages = {folder / "interactives" / f"{thing.slug}.html": thing.page() for thing in things}
    return pages | {folder / "images" / f"{thing.slug}_strip.svg": thing.strip().svg() for thing in things}


def stale(folder: Path) -> list[Path]:
    """Return the files in `folder` that are missing or not what would be written now."""
    return [
        path
        for path, text in exported(folder).items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def write(folder: Path) -> list[Path]:
    """Write the files and return their paths."""
    files = exported(folder)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(files)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; exit status 1 for stale files (--check) or a folder without interactives."""
    parser = argparse.ArgumentParser(
        prog="python -m coursekit.interactives.export", description=__doc__.splitlines()[0]
    )
    parser.add_argument("folder", type=Path, help="an assignment folder in source/")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file is not up to date")
    asked = parser.parse_args(arguments)
    try:
        found = stale(asked.folder) if asked.check else write(asked.folder)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    for path in found:
        print(f"{'not up to date' if asked.check else 'wrote'}: {path}")
    return 1 if asked.check and found else 0


if __name__ == "__main__":
    sys.exit(main())
