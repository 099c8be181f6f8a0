"""Cell outputs as they come out of a sandbox: only what is well-formed in a notebook is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Output = dict[str, Any]


def plain_outputs(values: Sequence[object]) -> list[Output]:
    """The well-formed notebook outputs among ``values``, with the fields of nbformat 4 and no others.

    The process they come from runs foreign code, so anything may be among them. What they *show* is not looked at:
    clean it before anybody opens it.
    """
    outputs = []
    for value in values:
        output = _plain_output(value) if isinstance(value, dict) else None
        if output is not None:
            outputs.append(output)
    return outputs


def _plain_output(value: dict[Any, Any]) -> Output | None:
    match value:
        case {"output_type": "stream", "name": "stdout" | "stderr" as name, "text": str(text)}:
            return {"output_type": "stream", "name": name, "text": text}
        case {"output_type": "error", "ename": str(ename), "evalue": str(evalue), "traceback": list(lines)}:
            texts = [line for line in lines if isinstance(line, str)]
            return {"output_type": "error", "ename": ename, "evalue": evalue, "traceback": texts}
        case {"output_type": "execute_result" | "display_data" as kind, "data": dict(data)}:
            output: Output = {"output_type": kind, "data": _texts(data), "metadata": {}}
            if kind == "execute_result":
                count = value.get("execution_count")
                output["execution_count"] = count if type(count) is int else None
            return output
    return None


def _texts(data: dict[Any, Any]) -> dict[str, str]:
    """The parts of a rich output that are text (pictures are base64 text); nothing that is shown needs the others."""
    return {kind: part for kind, part in data.items() if isinstance(kind, str) and isinstance(part, str)}


def size_of(value: object) -> int:
    """About as many characters as an output has in a notebook file."""
    if isinstance(value, str):
        return len(value) + 4
    if isinstance(value, dict):
        return sum(size_of(key) + size_of(part) for key, part in value.items())
    return sum(map(size_of, value)) if isinstance(value, list) else 4
