"""The questions of `monitor init`; an answer that cannot be used is asked again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from pydantic import BaseModel, ValidationError

from monitor.settings import AccountSettings, Organisation, Settings

KINDS = {
    "x": "company",
    "linkedin": "page",
    "facebook": "page",
    "blog": "blog",
    "youtube": "channel",
    "mastodon": "company",
}


def default_settings() -> Settings:
    """What `--yes` takes."""
    return Settings()


def ask_settings() -> Settings:
    """Ask for the organisation and its accounts."""
    typer.echo("Press Enter to take what stands in brackets; everything can be changed later in config.toml.\n")
    organisation = _organisation()
    typer.echo("\nNow the accounts, one after another. An empty platform ends the list.")
    return Settings(organisation=organisation, account=tuple(_accounts()))


def _organisation() -> Organisation:
    name = typer.prompt("Name of the organisation", default="Our organisation")
    language = _asked("Language of the reports, nl or en", "nl", Organisation, "language")
    zone = _asked("Time zone", "Europe/Amsterdam", Organisation, "timezone")
    country = _asked("Country whose holidays count", "NL", Organisation, "country")
    return Organisation.model_validate({"name": name, "language": language, "timezone": zone, "country": country})


def _asked(question: str, default: str, model: type[BaseModel], key: str) -> str:
    """Ask until the model takes the answer."""
    while True:
        answer: str = typer.prompt(question, default=default)
        try:
            model.model_validate({key: answer})
        except ValidationError as error:
            typer.echo(f"  {error.errors()[0]['msg']}")
        else:
            return answer


def _accounts() -> Iterator[AccountSettings]:
    while (
        platform := typer.prompt("\nPlatform (x, linkedin, facebook, blog, youtube, ...)", default="").strip().lower()
    ):
        try:
            yield AccountSettings.model_validate(_account(platform))
        except ValidationError as error:
            typer.echo(f"  Not added: {error.errors()[0]['msg']}")


def _account(platform: str) -> dict[str, Any]:
    answers = {
        "kind": typer.prompt(
            "Kind (company, personal, group, page, channel, blog)", default=KINDS.get(platform, "company")
        ),
        "handle": typer.prompt("Name in its address, without @ (may stay empty)", default=""),
        "name": typer.prompt("What you call it", default=""),
        "owner": typer.prompt("Who answers for it", default=""),
        "deputy": typer.prompt("Second person", default=""),
        "goal": typer.prompt("Own posts wanted a week (empty: no goal)", default=""),
    }
    known = {key: value for key, value in answers.items() if value}
    goal = known.pop("goal", None)
    return {"platform": platform, **known} | ({"goal": {"posts": goal}} if goal else {})
