"""Transitions to one message: a subject, plain text and simple HTML, grouped by owner. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from monitor.reporting.i18n import N_, Translator
from monitor.reporting.names import AccountFacts
from monitor.reporting.wording import TransitionText, transition_text
from monitor.store.contract import Transition

NAMED = 3
"""How many accounts a subject names; the rest is counted."""

AND_MORE = N_("{accounts} and {rest:number} more")
OWNED = N_("For {owner}")
UNOWNED = N_("Accounts without an owner")
PERSONS_SUBJECT = N_("Changes on personal accounts")
FOOTER = N_("From the horror scenario monitor of {organisation}. The report has the posts behind each finding.")
MADE_UP = N_("Everything here is made up: this is the demo.")


@dataclass(frozen=True)
class Message:
    """What a sink gets; `transition_ids` are told by it once the sink has taken it."""

    subject: str
    text: str
    html: str
    transition_ids: tuple[int, ...]


@dataclass(frozen=True)
class Letterhead:
    """Whose message it is: the organisation's name, and whether it is a demo."""

    organisation: str
    made_up: bool = False


Seen = Callable[[Transition], bool]
"""Tells whether the beginning of a change was seen; else it began then or earlier."""

Section = tuple[str, list[tuple[Transition, TransitionText]]]


def compose(
    transitions: Sequence[Transition],
    accounts: Mapping[int, AccountFacts],
    letterhead: Letterhead,
    translator: Translator,
    seen: Seen = lambda _: True,
) -> Message:
    """Put transitions into one message.

    Args:
        transitions: At least one. Of several on the same account and symptom only the newest is worded, because it
            holds what came before ("since").
        accounts: Facts by account id. Changes on hidden accounts are counted, not told.
        letterhead: Whose message it is.
        translator: The language.
        seen: Whether the beginning of a change was seen; else it is told as that week or earlier.
    """
    newest = list({(one.account_id, one.code): one for one in transitions}.values())
    told = [one for one in newest if not _facts(accounts, one).hidden]
    sections = _sections(told, accounts, translator, seen)
    last = _closing(len(newest) - len(told), letterhead, translator)
    return Message(
        subject=_subject(told, accounts, translator),
        text=_plain(sections, last),
        html=_html(sections, last, translator.language),
        transition_ids=tuple(one.id for one in transitions),
    )


def _facts(accounts: Mapping[int, AccountFacts], transition: Transition) -> AccountFacts:
    """Facts of the account; an account that is no longer known is nameless, but its change is still told."""
    return accounts.get(transition.account_id) or AccountFacts(transition.account_id, "any", label="?")


def _sections(
    told: Iterable[Transition], accounts: Mapping[int, AccountFacts], translator: Translator, seen: Seen
) -> list[Section]:
    """Group by owner, owners by name and the ownerless last; inside a group bad news first."""
    groups: dict[str, list[tuple[Transition, TransitionText]]] = {}
    for one in told:
        facts = _facts(accounts, one)
        text = transition_text(one, facts, translator, exact=seen(one))
        groups.setdefault(facts.owner or "", []).append((one, text))
    ordered = sorted(groups.items(), key=lambda group: (not group[0], group[0].casefold()))
    return [
        (
            translator.text(OWNED, owner=owner) if owner else translator.text(UNOWNED),
            sorted(news, key=lambda pair: (pair[0].change == "over", pair[1].subject.casefold())),
        )
        for owner, news in ordered
    ]


def _subject(told: Sequence[Transition], accounts: Mapping[int, AccountFacts], translator: Translator) -> str:
    bad = [one for one in told if one.change != "over"]
    chosen = bad or list(told)
    if not chosen:
        return translator.text(PERSONS_SUBJECT)
    names = list(dict.fromkeys(_label(_facts(accounts, one)) for one in chosen))
    listed = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        listed = translator.text(AND_MORE, accounts=listed, rest=len(names) - NAMED)
    count = len({one.account_id for one in chosen})
    return " ".join((_news if bad else _solved)(count, listed, translator).split())


# Plural messages stand in calls of their own, where the catalogue's collector finds them.
def _news(count: int, accounts: str, translator: Translator) -> str:
    return translator.plural(
        "News about {n} account: {accounts}", "News about {n} accounts: {accounts}", count, accounts=accounts
    )


def _solved(count: int, accounts: str, translator: Translator) -> str:
    return translator.plural(
        "{n} account is well again: {accounts}", "{n} accounts are well again: {accounts}", count, accounts=accounts
    )


def _persons(count: int, translator: Translator) -> str:
    return translator.plural(
        "{n} change on a personal account; the report shows personal accounts together.",
        "{n} changes on personal accounts; the report shows personal accounts together.",
        count,
    )


def _label(facts: AccountFacts) -> str:
    return facts.label or facts.platform


def _closing(persons: int, letterhead: Letterhead, translator: Translator) -> list[str]:
    lines = [_persons(persons, translator)] if persons else []
    lines.append(translator.text(FOOTER, organisation=letterhead.organisation))
    return [*lines, translator.text(MADE_UP)] if letterhead.made_up else lines


def _plain(sections: Sequence[Section], last: Sequence[str]) -> str:
    blocks = []
    for heading, news in sections:
        blocks.append(heading)
        blocks += [f"* {text.subject}\n" + _indented(text.body) for _, text in news]
    return "\n\n".join([*blocks, *last])


def _indented(body: str) -> str:
    return "\n".join(f"  {line}" for line in body.splitlines())


def _html(sections: Sequence[Section], last: Sequence[str], language: str) -> str:
    parts = []
    for heading, news in sections:
        parts.append(f"<h2>{escape(heading)}</h2>")
        parts += [_html_item(text) for _, text in news]
    parts += [f"<p>{escape(line)}</p>" for line in last]
    return f'<div lang="{escape(language)}">{"".join(parts)}</div>'


def _html_item(text: TransitionText) -> str:
    body = "<br>".join(escape(line) for line in text.body.splitlines())
    return f"<h3>{escape(text.subject)}</h3><p>{body}</p>"
