from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar

import pytest
from pydantic import BaseModel, Field

from monitor.sources.catalogue import render_connectors_doc
from monitor.sources.contract import Declaration, Options
from monitor.sources.registry import connector_classes

PAGE = Path(__file__).resolve().parents[1] / "docs" / "connectors.md"


class Inner(BaseModel):
    colour: str = Field("red", description="a | b")


class Settings(Options):
    """Words on them."""

    inside: tuple[Inner, ...] = Field((), description="several of them")


class Made:
    declaration: ClassVar[Declaration] = Declaration(
        name="made",
        title="Made | up",
        platform="x",
        yields=("Post",),
        obtain="Press the button.",
        since="2012",
        richness=1,
        cannot="Everything",
        options=Settings,
    )


def test_everything_declared_is_on_the_page() -> None:
    page = render_connectors_doc([Made])
    assert "| [Made \\| up](#made) | x | posts | `made` |" in page
    assert "**How to obtain it.** Press the button.\n" in page
    assert "**Format.** 2012.\n" in page
    assert "**What it does not tell.** Everything.\n" in page
    assert "`[connectors.made]`. Words on them." in page
    assert "| `inside` | several of them |\n| `inside.colour` | a \\| b |" in page


def test_the_page_of_all_connectors_is_well_formed() -> None:
    page = render_connectors_doc(connector_classes().values())
    assert page == render_connectors_doc(reversed(connector_classes().values()))
    links = set(re.findall(r"\]\(#(\w+)\)", page))
    assert links == set(connector_classes()) == set(re.findall(r'<a id="(\w+)">', page))


@pytest.mark.skipif(not PAGE.exists(), reason="the page has not been written yet: python -m tests.regenerate docs")
def test_the_page_in_the_repository_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render_connectors_doc(connector_classes().values()), (
        "run: python -m tests.regenerate docs"
    )
