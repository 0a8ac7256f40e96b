"""Remake what is made from declarations: `python -m tests.regenerate golden|catalogues|samples|docs`."""

from __future__ import annotations

import sys
from importlib import import_module

MODULES = {
    "golden": "tests.golden",
    "catalogues": "tests.catalogues",
    "samples": "tests.samples",
    "docs": "tests.docs",
}
"""Each has a function `main() -> None` and is loaded only when asked for."""


def main(argv: list[str]) -> int:
    """Regenerate what the arguments name; all of it without arguments."""
    wanted = argv or list(MODULES)
    unknown = [name for name in wanted if name not in MODULES]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; choose from {', '.join(MODULES)}", file=sys.stderr)  # noqa: T201
        return 2
    for name in wanted:
        import_module(MODULES[name]).main()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
