"""The pages of `docs/` that are made from declarations: `python -m tests.regenerate docs`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from monitor.settings_doc import render_config_doc
from monitor.sources.catalogue import render_connectors_doc
from monitor.sources.registry import connector_classes, option_models
from monitor.store.dictionary import render_store_doc
from monitor.symptoms.catalogue import render_symptoms_doc
from monitor.symptoms.registry import threshold_models

FOLDER = Path(__file__).resolve().parents[1] / "docs"


PAGES: Mapping[str, Callable[[], str]] = {
    "config.md": lambda: render_config_doc(threshold_models(), option_models()),
    "connectors.md": lambda: render_connectors_doc(connector_classes().values()),
    "store.md": render_store_doc,
    "symptoms.md": render_symptoms_doc,
}
"""What renders each generated page, by its name in `docs/`."""


def stale() -> list[str]:
    """Pages that differ from their declarations or are missing."""
    return [
        name
        for name, render in PAGES.items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != render()
    ]


def main() -> None:
    """Write the pages anew."""
    for name, render in PAGES.items():
        (FOLDER / name).write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
