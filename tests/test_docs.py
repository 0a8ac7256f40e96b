"""The pages of docs/ say what the program declares, and the written ones lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs import FOLDER, PAGES

ROOT = FOLDER.parent
WRITTEN = sorted(p for p in [*FOLDER.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])


@pytest.mark.parametrize("name", sorted(PAGES))
def test_generated_pages_are_up_to_date(name: str) -> None:
    """`python -m tests.regenerate docs` writes them."""
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name]()


@pytest.mark.parametrize("page", WRITTEN, ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_command_in_the_readme_exists() -> None:
    from typer.testing import CliRunner

    from monitor.cli.app import app

    for command in set(re.findall(r"`monitor ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8"))):
        result = CliRunner().invoke(app, [command, "--help"])
        assert result.exit_code == 0, f"monitor {command}"
