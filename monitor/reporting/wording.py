"""One finding, one sentence: what, since when, on what evidence, who, and the next step."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from string import Formatter

from monitor.activity.weeks import week_start
from monitor.reporting.data_words import data_words
from monitor.reporting.i18n import N_, Translator
from monitor.reporting.names import AccountFacts, account_name
from monitor.store.contract import AccountStatus, Transition
from monitor.symptoms.contract import COMMON_REASONS, Clause, Evidence, Symptom

DATA = "DATA"
"""Code of the alerts that speak of our data instead of the account."""

SINCE = N_("Alarm since {since:date} ({lasted:weeks}).")
SINCE_AT_LEAST = N_("Alarm since {since:date} or earlier (at least {lasted:weeks}).")
OWNER = N_("Owner: {owner}.")
OWNER_AND_DEPUTY = N_("Owner: {owner}; second person: {deputy}.")
NOBODY = N_("Nobody owns this account.")
NOBODY_SHORT = N_("nobody")
NEXT = N_("Next step: {step}")
UNEXPLAINED = N_("Cannot be judged.")

UNITS: Mapping[str, str] = {
    "share": "percent",
    "days": "days",
    "weeks": "weeks",
    "posts": "posts",
    "videos": "videos",
    "comments": "comments",
    "discussions": "discussions",
    "yes/no": "yesno",
    "0/1": "yesno",
    "week": "week",
    "years": "years",
    "day": "onday",
    "part": "partname",
}
"""How a number of evidence is written, by its unit; any other unit is a bare number."""

VARIANT_TITLES: Mapping[tuple[str, str], str] = {
    ("HS10", "silent"): N_("The account has fallen silent"),
    ("HS10", "dormant"): N_("The account is dormant"),
    ("HS18", "no_owner"): N_("No owner"),
    ("HS18", "no_deputy"): N_("No second person"),
}
"""Headings of findings whose way of showing says it shorter than the symptom's title, by code and variant."""

SUBJECTS: Mapping[str, str] = {
    "begun": N_("{account}: {title}"),
    "worse": N_("Worse – {account}: {title}"),
    "over": N_("Solved – {account}: {title}"),
}
OVER = N_("This is over; it had lasted since {since:date} ({lasted:weeks}).")
OVER_AT_LEAST = N_("This is over; it had lasted since {since:date} or earlier (at least {lasted:weeks}).")
OVER_STEP = N_("Nothing to do now. If it got better, tell the team what worked.")


@dataclass(frozen=True)
class FindingText:
    """A finding in words.

    Attributes:
        title: Name of the symptom.
        account: What to call the account.
        what: The evidence as sentences; "" if only the title is known.
        short: The first of them.
        since: Since when, as a sentence.
        who: Whose it is, as a sentence.
        next_step: What to do.
        numbers: Meaning and value of each number of evidence.
    """

    title: str
    account: str
    what: str
    since: str
    who: str
    next_step: str
    numbers: tuple[tuple[str, str], ...] = ()
    short: str = ""

    @property
    def sentence(self) -> str:
        """Everything in one line, for plain text."""
        return " ".join(part for part in (f"{self.account}: {self.what or self.title}", self.since, self.who) if part)


@cache
def symptoms() -> Mapping[str, Symptom]:
    """All symptoms by code, in the registry's order."""
    from monitor.symptoms.registry import all_symptoms

    return {symptom.code: symptom for symptom in all_symptoms()}


def title_of(code: str, translator: Translator) -> str:
    """Title of a symptom; an unknown code is its own title."""
    known = symptoms().get(code)
    return translator.text(known.title) if known else code


def heading_of(code: str, variant: str, translator: Translator) -> str:
    """Heading of a finding: that of the way it shows if there is one, else the symptom's title."""
    special = VARIANT_TITLES.get((code, variant))
    return translator.text(special) if special else title_of(code, translator)


def finding_text(
    account: AccountFacts,
    code: str,
    variant: str,
    evidence: Mapping[str, float],
    since_week: int,
    week: int,
    translator: Translator,
    *,
    exact: bool = True,
) -> FindingText:
    """Put a present verdict into words.

    Args:
        account: Whose it is; a hidden account stays nameless.
        code: Code of the symptom.
        variant: Name of the way it shows; "" if that is not known: then only the title tells.
        evidence: The numbers of the verdict; a missing one is written as unknown.
        since_week: First week of the spell.
        week: The week judged.
        translator: The language.
        exact: False if it may have begun before `since_week`, as far back as our data go.
    """
    known = symptoms().get(code)
    name = account_name(account, translator)
    values = {**evidence, "since": week_start(since_week), "account": name}
    return FindingText(
        title=heading_of(code, variant, translator),
        account=name,
        what=_what(known, variant, values, translator),
        since=_since(since_week, week, translator, exact),
        who=who_sentence(account, translator),
        next_step=translator.text(remedy_of(known, variant), **values) if known else "",
        numbers=_numbers(known, evidence, translator),
        short=_short(known, variant, values, translator),
    )


def _since(since_week: int, week: int, translator: Translator, exact: bool = True) -> str:
    lasted = max(1, week - since_week + 1)
    return translator.text(SINCE if exact else SINCE_AT_LEAST, since=week_start(since_week), lasted=lasted)


def remedy_of(symptom: Symptom, variant: str) -> str:
    """The next step for the way a symptom shows, else that of the symptom; a message id."""
    return next((one.remedy for one in symptom.variants if one.name == variant and one.remedy), symptom.remedy)


def _what(symptom: Symptom | None, variant: str, values: Mapping[str, object], translator: Translator) -> str:
    if symptom is None:
        return ""
    sentences = [one.sentence for one in symptom.variants if one.name == variant]
    if sentences:
        sentences += [one.sentence for one in symptom.clauses if _fits(one, variant, values)]
    return " ".join(translator.text(sentence, **values) for sentence in sentences)


def _short(symptom: Symptom | None, variant: str, values: Mapping[str, object], translator: Translator) -> str:
    """The sentence of the way it shows, without the further ones."""
    sentences = (one.sentence for one in symptom.variants if one.name == variant) if symptom else iter(())
    return translator.text(next(sentences, ""), **values)


def _fits(clause: Clause, variant: str, values: Mapping[str, object]) -> bool:
    """Whether a further sentence goes with the variant, and all its numbers are known."""
    names = [name for _, name, _, _ in Formatter().parse(clause.sentence) if name]
    known = all(values.get(name) is not None and values[name] == values[name] for name in names)
    return known and (not clause.variants or variant in clause.variants)


def _numbers(
    symptom: Symptom | None, evidence: Mapping[str, float], translator: Translator
) -> tuple[tuple[str, str], ...]:
    declared = symptom.evidence if symptom else ()
    return tuple(
        (translator.text(one.meaning), _written(one, evidence[one.name], translator))
        for one in declared
        if not math.isnan(evidence.get(one.name, math.nan))
    )


def _written(evidence: Evidence, value: float, translator: Translator) -> str:
    return translator.value(value, UNITS.get(evidence.unit, "number"))


def who_sentence(account: AccountFacts, translator: Translator) -> str:
    """Say who answers for the account; "" for a hidden one."""
    if account.hidden:
        return ""
    if not account.owner:
        return translator.text(NOBODY)
    sentence = OWNER_AND_DEPUTY if account.deputy else OWNER
    return translator.text(sentence, owner=account.owner, deputy=account.deputy)


def reason_text(code: str, reason: str, translator: Translator) -> str:
    """Say why a symptom cannot be judged."""
    known = symptoms().get(code)
    sentences = {one.name: one.sentence for one in (*COMMON_REASONS, *(known.reasons if known else ()))}
    return translator.text(sentences.get(reason, UNEXPLAINED))


# --- the four clocks' answers ---------------------------------------------------------------------------
STATUS_WORDS: Mapping[str, str] = {
    "active": N_("active"),
    "silent": N_("silent"),
    "stale": N_("data too old"),
    "failed": N_("import failed"),
    "gone": N_("gone"),
    "new": N_("no data yet"),
    "closed": N_("closed"),
}
NEVER_POSTED = N_("We looked, and there has never been a post.")
STATUS_SENTENCES: Mapping[str, str] = {
    "active": N_("Last post on {last:date}."),
    "silent": N_("We looked, and there is nothing: no post since {last:date}."),
    "stale": N_("Our last look was on {until:date}. That is too long ago to judge silence."),
    "failed": N_("The last import failed. What we know ends on {until:date}."),
    "gone": N_("The platform no longer shows this account to us."),
    "new": N_("We have no data of this account yet."),
    "closed": N_("Closed on purpose, so it is not judged."),
}


def status_word(answer: str, translator: Translator) -> str:
    """One or two words for an account's status."""
    return translator.text(STATUS_WORDS.get(answer, answer))


def status_sentence(status: AccountStatus, last: date | None, until: date | None, translator: Translator) -> str:
    """Say which of the four clocks' answers holds, with its date.

    Args:
        status: The status.
        last: Local day of the last post.
        until: Local day until which our data are complete.
        translator: The language.
    """
    silent_ever = status.answer == "silent" and last is None
    sentence = NEVER_POSTED if silent_ever else STATUS_SENTENCES.get(status.answer, "")
    return translator.text(sentence, last=last, until=until)


# --- changes --------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class TransitionText:
    """A change in words; `advice` is the next step with its heading, for plain text."""

    title: str
    account: str
    subject: str
    sentence: str
    who: str
    next_step: str
    advice: str = ""

    @property
    def body(self) -> str:
        """Sentence, owner and next step as lines of plain text."""
        return "\n".join(part for part in (self.sentence, self.who, self.advice) if part)


def transition_text(
    transition: Transition, account: AccountFacts, translator: Translator, *, exact: bool = True
) -> TransitionText:
    """Put a transition into words for alerts, mail and the report.

    Args:
        transition: What changed.
        account: Whose it is; a hidden account stays nameless.
        translator: The language.
        exact: False if it may have begun before its `since_week`, as far back as our data go.
    """
    about_data = transition.code == DATA
    title = (
        data_words(transition.variant, account.platform, translator).title
        if about_data
        else heading_of(transition.code, transition.variant, translator)
    )
    name = account_name(account, translator)
    template = SUBJECTS.get(transition.change, SUBJECTS["begun"])
    sentence, step = (
        _over(transition, translator, exact)
        if transition.change == "over"
        else _holds(transition, account, translator, exact)
    )
    return TransitionText(
        title=title,
        account=name,
        subject=translator.text(template, account=name, title=title),
        sentence=sentence,
        who=who_sentence(account, translator),
        next_step=step,
        advice=translator.text(NEXT, step=step) if step else "",
    )


def _over(transition: Transition, translator: Translator, exact: bool) -> tuple[str, str]:
    lasted = max(1, transition.week - transition.since_week)
    since = week_start(transition.since_week)
    return translator.text(OVER if exact else OVER_AT_LEAST, since=since, lasted=lasted), translator.text(OVER_STEP)


def _holds(transition: Transition, account: AccountFacts, translator: Translator, exact: bool) -> tuple[str, str]:
    if transition.code == DATA:
        words = data_words(transition.variant, account.platform, translator)
        return words.sentence, words.step
    found = finding_text(
        account,
        transition.code,
        transition.variant,
        transition.evidence,
        transition.since_week,
        transition.week,
        translator,
        exact=exact,
    )
    return f"{found.what} {found.since}".strip(), found.next_step
