"""The pages of `docs/` that are made from declarations: `python -m tests.regenerate docs`."""

from __future__ import annotations

from pathlib import Path

from monitor.settings_doc import render_config_doc
from monitor.sources.catalogue import render_connectors_doc
from monitor.sources.registry import connector_classes, option_models
from monitor.store.dictionary import render_store_doc
from monitor.symptoms.catalogue import render_symptoms_doc
from monitor.symptoms.registry import threshold_models

FOLDER = Path(__file__).resolve().parents[1] / "docs"


def pages() -> dict[str, str]:
    """Text of each generated page, by its name in `docs/`."""
    return {
        "config.md": render_config_doc(threshold_models(), option_models()),
        "connectors.md": render_connectors_doc(connector_classes().values()),
        "store.md": render_store_doc(),
        "symptoms.md": render_symptoms_doc(),
    }


def main() -> None:
    """Write the pages anew."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
