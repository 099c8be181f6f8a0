"""A Jupyter kernel for a language that is not Python, small enough for tests.

``let x be 2 * 3`` sets a name, ``show x + 1`` gives a value, ``expect x == 6`` fails if it is not so, ``say hello``
prints, ``warn hello`` prints on stderr, ``wait 3`` waits, ``die`` ends the kernel.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel


class CalculatorKernel(Kernel):
    implementation = "calculator"
    implementation_version = "1"
    banner = "calculator"
    language_info = {"name": "calculator", "mimetype": "text/plain", "file_extension": ".calc"}  # noqa: RUF012

    def do_execute(  # type: ignore[override]  # ipykernel allows it to be no coroutine
        self, code: str, silent: bool, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """Run one cell."""
        try:
            for line in code.splitlines():
                self._run(line.strip())
        except Exception as error:  # noqa: BLE001  whatever it is, the cell shows it
            content = {"ename": type(error).__name__, "evalue": str(error), "traceback": [str(error)]}
            self.send_response(self.iopub_socket, "error", content)
            return {"status": "error", "execution_count": self.execution_count, **content}
        return {"status": "ok", "execution_count": self.execution_count, "payload": [], "user_expressions": {}}

    def _run(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        names = self.__dict__.setdefault("names", {})
        match word:
            case "" | "#" | "###":
                return
            case "let":
                name, _, expression = rest.partition(" be ")
                names[name] = eval(expression, {}, names)
            case "show":
                data = {"data": {"text/plain": repr(eval(rest, {}, names))}, "metadata": {}}
                self.send_response(
                    self.iopub_socket, "execute_result", {**data, "execution_count": self.execution_count}
                )
            case "expect":
                if not eval(rest, {}, names):
                    raise ValueError(f"not so: {rest}")
            case "say" | "warn":
                stream = {"name": "stdout" if word == "say" else "stderr", "text": rest}
                self.send_response(self.iopub_socket, "stream", stream)
            case "write":
                Path("calculated.txt").write_text(rest)
            case "wait":
                time.sleep(float(rest))
            case "die":
                os._exit(1)
            case _:
                raise SyntaxError(f"no such word: {word}")


if __name__ == "__main__":
    IPKernelApp.launch_instance(kernel_class=CalculatorKernel)
