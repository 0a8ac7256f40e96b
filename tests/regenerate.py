"""Remake what is made from declarations: `python -m tests.regenerate golden|catalogues|samples|docs`."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

MODULES = {
    "golden": "tests.golden",
    "catalogues": "tests.catalogues",
    "samples": "tests.samples",
    "docs": "tests.docs",
}
"""Each has a function `main() -> None`, some also `stale() -> list[str]`; loaded only when asked for."""


def main(argv: list[str]) -> int:
    """Regenerate what the arguments name; all of it without names. With --check write nothing and say what is stale."""
    names = [name for name in argv if name != "--check"] or list(MODULES)
    unknown = [name for name in names if name not in MODULES]
    if unknown:
        return _complain(f"unknown: {', '.join(unknown)}; choose from {', '.join(MODULES)}")
    modules = {name: import_module(MODULES[name]) for name in names}
    if "--check" in argv:
        return _check(modules)
    for module in modules.values():
        module.main()
    return 0


def _check(modules: dict[str, ModuleType]) -> int:
    """Say what is stale; only what has a function `stale() -> list[str]` can be checked."""
    blind = [name for name, module in modules.items() if not hasattr(module, "stale")]
    if blind:
        return _complain(f"no check for {', '.join(blind)}: the tests compare them")
    found = [f"{name}: {one}" for name, module in modules.items() for one in module.stale()]
    return _complain("stale: " + ", ".join(found)) if found else 0


def _complain(message: str) -> int:
    print(message, file=sys.stderr)  # noqa: T201
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
