"""`monitor auth`: from no token to a checked one, without the token ever being written down."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import common
from monitor.errors import FixQuery, FixSettings

if TYPE_CHECKING:
    from monitor.job.session import Session
    from monitor.sources.live import LiveConnector, LiveDeclaration, TokenFacts


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(auth)


def auth(
    context: typer.Context,
    platform: Annotated[
        str | None, typer.Argument(help="x, youtube, facebook, linkedin ...; else all, in short.")
    ] = None,
    account: Annotated[str | None, typer.Option(help="Check the token of this account.")] = None,
    keyring: Annotated[
        bool, typer.Option("--keyring", help="Ask for the token and keep it in this machine's keyring.")
    ] = False,
) -> None:
    """Show how to obtain the token of a platform, keep it if asked to, and check it with one call."""
    with common.session(context) as opened:
        connectors = _of_platform(opened, platform)
        if platform is None:
            _overview(opened, connectors)
            return
        worst = 0
        for connector in connectors:
            _guide(connector.declaration)
            if keyring and connector.declaration.token_name:
                _keep(connector.declaration)
            worst = max(worst, _check(opened, connector, account))
    raise typer.Exit(worst)


def _of_platform(opened: Session, platform: str | None) -> list[LiveConnector]:
    from monitor.job.visits import live_connectors

    all_ = live_connectors(opened)
    found = [one for one in all_ if platform in {None, one.declaration.platform, one.declaration.name}]
    if not found:
        names = ", ".join(sorted({one.declaration.platform for one in all_}))
        raise FixQuery(f"no platform {platform!r} is read through its API", "auth", f"There are: {names}")
    return found


def _overview(opened: Session, connectors: list[LiveConnector]) -> None:
    from monitor.secrets import stored

    rows = []
    for one in connectors:
        declared = one.declaration
        known = bool(declared.token_name) and (one.options.token is not None or stored(declared.token_name) is not None)
        need = "needed" if declared.token_needed else "better with one"
        state = "there" if known else (need if declared.token_name else "none needed")
        rows.append((declared.platform, declared.name, declared.token_name or "-", state, declared.price or "free"))
    common.print_table("", ("platform", "connector", "environment variable", "token", "price"), rows)
    common.console().print("`monitor auth PLATFORM` shows how to obtain one, and checks it.", markup=False)


def _guide(declared: LiveDeclaration) -> None:
    out = common.console()
    out.print(f"{declared.title}  ({declared.name})", style="bold", markup=False)
    out.print(declared.obtain, markup=False)
    if declared.scopes:
        out.print(f"It must allow: {', '.join(declared.scopes)}", markup=False)
    if declared.price:
        out.print(f"Price: {declared.price}", markup=False)
    if declared.token_name:
        out.print(
            f"Put it in the environment variable {declared.token_name}, or keep it in the keyring with "
            f"`monitor auth {declared.platform} --keyring`; it never stands in config.toml.",
            markup=False,
        )


def _keep(declared: LiveDeclaration) -> None:
    """Ask for the token, unseen, and keep it in the keyring.

    Raises:
        FixSettings: This machine has no keyring.
    """
    from monitor.secrets import KEYRING_SERVICE, remember

    token = typer.prompt(f"Token for {declared.platform}", hide_input=True).strip()
    remember(token)
    advice = f"use the environment variable {declared.token_name}"
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError as error:
        install = "install it with pip install 'horror-scenario-monitor[keyring]'"
        raise FixSettings([f"the keyring needs the extra keyring; {install}, or {advice}"], "auth") from error
    try:
        keyring.set_password(KEYRING_SERVICE, declared.token_name, token)
    except KeyringError as error:
        kind = type(error).__name__
        raise FixSettings([f"the keyring of this machine cannot be used ({kind}); {advice}"], "auth") from error
    common.console().print(f"Kept in the keyring as {declared.token_name}.", markup=False)


def _check(opened: Session, connector: LiveConnector, account: str | None) -> int:
    """Look at the token with one call; gives the exit code."""
    from monitor.errors import MonitorError
    from monitor.job.checking import check_token
    from monitor.secrets import scrub

    out = common.console()
    if not connector.declaration.token_name:
        out.print("No token exists for this platform; nothing to check.", markup=False)
        return 0
    wanted = common.account_id(opened, account) if account else None
    try:
        facts = check_token(opened, connector, wanted)
    except MonitorError as error:
        out.print(scrub(common.visible(f"check: {error}")), markup=False, style="yellow", soft_wrap=True)
        return 1
    if facts is None:
        out.print("check: there is no token yet.", markup=False)
        return int(connector.declaration.token_needed)
    return _tell(facts)


def _tell(facts: TokenFacts) -> int:
    out = common.console()
    out.print(common.visible(f"check: the token works; it speaks for {facts.whose}"), markup=False, soft_wrap=True)
    if facts.expires_at:
        days = (facts.expires_at - datetime.now(UTC)).days
        out.print(f"it ends on {facts.expires_at:%Y-%m-%d}, in {days} days", markup=False)
    if facts.missing:
        out.print(f"it lacks: {', '.join(facts.missing)}", markup=False, style="yellow")
    return int(bool(facts.missing))
