"""Answer rows that Spark sends through TRANSFORM: python -m python_hooks.voice <function>.

A line in is a JSON object; a line out its first value, a tab, and the JSON of the answer.
"""

from __future__ import annotations

import json
import sys

from python_hooks.voice import FUNCTIONS


def main() -> None:
    """Answer line by line: the texts never lie in memory together."""
    answer = FUNCTIONS[sys.argv[1]]
    sys.stdin.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    for line in sys.stdin:
        key = next(iter(json.loads(line).values()))
        sys.stdout.write(f"{key}\t{answer(line)}\n")


if __name__ == "__main__":
    main()
