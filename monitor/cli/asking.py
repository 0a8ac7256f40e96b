"""The questions of `monitor init`; an answer that cannot be used is asked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import typer
from pydantic import BaseModel, ValidationError

from monitor.settings import AccountSettings, Goal, Organisation, Settings
from monitor.settings_checks import address_problem, literal_secrets

KINDS = {
    "x": "company",
    "linkedin": "page",
    "facebook": "page",
    "blog": "blog",
    "youtube": "channel",
    **dict.fromkeys(("mastodon", "bluesky", "instagram", "tiktok"), "company"),
}


HINTS = {
    "language": "Type nl or en.",
    "country": "Type two capitals, such as NL or BE.",
    "platform": "Type one word in small letters, such as x or linkedin.",
    "kind": "Type company, personal, group, page, channel or blog.",
    "posts": "Type a number above 0, such as 2 or 0.5.",
}
"""What to type, where the model's own words would not help."""


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


def _asked(question: str, default: str, model: type[BaseModel], key: str, **others: str) -> str:
    """Ask until the model takes the answer; an empty one leaves the key out.

    Args:
        question: What the person reads.
        default: What Enter takes; "" shows none.
        model: Knows what is allowed.
        key: The model's field that is asked for.
        **others: Fields the model cannot do without.
    """
    while True:
        answer: str = typer.prompt(question, default=default, show_default=bool(default)).strip()
        answer = answer.lower() if key in {"platform", "kind", "language"} else answer
        problem = _problem(answer, model, key, others)
        if problem is None:
            return answer
        typer.echo(f"  {problem}")


def _problem(answer: str, model: type[BaseModel], key: str, others: Mapping[str, str]) -> str | None:
    """Why config.toml could not take an answer; None if it can."""
    if not answer:
        return None
    try:
        model.model_validate({**others, key: answer})
    except ValidationError as error:
        return HINTS.get(key) or error.errors()[0]["msg"].removeprefix("Value error, ")
    unusable = address_problem(answer) if key == "feed" else None
    return unusable or next(literal_secrets({key: answer}), None)


def _accounts() -> Iterator[AccountSettings]:
    question = "\nPlatform (x, linkedin, facebook, blog, youtube, ...)"
    while platform := _asked(question, "", AccountSettings, "platform"):
        yield AccountSettings.model_validate(_account(platform))


def _account(platform: str) -> dict[str, Any]:
    def ask(question: str, key: str, default: str = "") -> str:
        return _asked(question, default, AccountSettings, key, platform=platform)

    answers = {
        "kind": ask("Kind (company, personal, group, page, channel, blog)", "kind", KINDS.get(platform, "company")),
        "handle": ask("Name in its address, without @ (may stay empty)", "handle").lstrip("@"),
        "name": ask("What you call it", "name"),
        "owner": ask("Who answers for it", "owner"),
        "deputy": ask("Second person", "deputy"),
    }
    while not answers["handle"] and not answers["name"]:
        answers["name"] = ask("It needs a name of its own: what do you call it", "name")
    if platform == "blog":
        answers["feed"] = ask("Address of its feed, read every night (may stay empty)", "feed")
    goal = _asked("Own posts wanted a week (empty: no goal)", "", Goal, "posts")
    known: dict[str, Any] = {key: value for key, value in answers.items() if value}
    return {"platform": platform, **known} | ({"goal": {"posts": goal}} if goal else {})
