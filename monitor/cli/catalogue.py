"""Commands that speak from the declarations: connectors, symptoms, explain."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli import common
from monitor.errors import FixQuery


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    for function in (connectors, symptoms, explain):
        app.command()(function)


def connectors(
    name: Annotated[str | None, typer.Argument(help="One connector, in full.")] = None,
) -> None:
    """List the exports that can be imported and the platforms that can be read, and what a person does for each."""
    from monitor.sources.live import LiveDeclaration
    from monitor.sources.registry import connector_classes

    classes = connector_classes()
    if name and name not in classes:
        raise FixQuery(f"there is no connector {name!r}", "connectors", f"There are: {', '.join(classes)}")
    chosen = [classes[name].declaration] if name else [cls.declaration for cls in classes.values()]
    out = common.console()
    for one in chosen:
        out.print(f"{one.title}  ({one.name}, {one.platform})", style="bold", markup=False)
        how = "How to set it up" if isinstance(one, LiveDeclaration) else "How to obtain it"
        out.print(f"  {how}: {one.obtain}", markup=False)
        if name:
            out.print(f"  Format: {one.since}", markup=False)
            out.print(f"  Gives: {', '.join(one.yields)}", markup=False)
            out.print(f"  Does not contain: {one.cannot or '-'}", markup=False)
        out.print()


def symptoms() -> None:
    """List what the monitor looks for."""
    from monitor.symptoms.registry import all_symptoms

    rows = [(s.code, s.title, s.severity, "yes" if s.in_score else "") for s in all_symptoms()]
    common.print_table("", ("code", "symptom", "severity", "in the score"), rows)
    common.console().print("`monitor explain CODE` tells more about one.", markup=False)


def explain(
    context: typer.Context,
    code: Annotated[str, typer.Argument(help="Code of a symptom, such as HS5.")],
    account: Annotated[str | None, typer.Option(help="Also show this account's verdicts and the posts behind.")] = None,
) -> None:
    """Explain a symptom: when it fires, on what numbers, when it cannot be judged, and what to do."""
    from monitor.cli.explaining import explain_account, explain_symptom

    out = common.console()
    for line in explain_symptom(code.upper()):
        out.print(line, markup=False)
    if account:
        with common.session(context) as opened:
            for line in explain_account(opened, code.upper(), common.account_id(opened, account)):
                out.print(line, markup=False)
