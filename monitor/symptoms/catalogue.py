"""The symptoms as people read them: plain data for `monitor explain`, and docs/symptoms.md."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic.fields import FieldInfo

from monitor.symptoms.contract import COMMON_REASONS, Symptom
from monitor.symptoms.registry import all_symptoms, symptoms_by_code


@dataclass(frozen=True)
class Number:
    """A threshold: its key in `[symptoms.CODE]`, default and meaning."""

    key: str
    default: float
    meaning: str


@dataclass(frozen=True)
class Explanation:
    """Everything a symptom says about itself, in English; texts are message ids of the catalogue.

    Attributes:
        severity: 1 (mild) to 3 (the horror itself).
        about: Which accounts it is about: "platforms: x; kinds: company, page".
        shows: The ways in which it shows, as templates.
        notes: Partial findings that are told on their own too, as templates.
        clauses: What is told besides where it is known, as templates.
        steps: Next steps of ways in which it shows that have their own: name of the way, and the step.
        needs: Columns of the weekly frame.
        evidence: Name, unit and meaning of each number behind a verdict.
        reasons: Why it cannot be judged: its own reasons, then the common ones.
    """

    code: str
    name: str
    title: str
    explanation: str
    source: str
    severity: int
    in_score: bool
    about: str
    numbers: tuple[Number, ...]
    shows: tuple[str, ...]
    notes: tuple[str, ...]
    clauses: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    evidence: tuple[tuple[str, str, str], ...]
    reasons: tuple[str, ...]
    remedy: str
    cannot: str


def explain(code: str) -> Explanation:
    """Say everything about one symptom.

    Raises:
        KeyError: There is no such code.
    """
    return _explained(symptoms_by_code()[code.upper()])


def _explained(symptom: Symptom) -> Explanation:
    return Explanation(
        code=symptom.code,
        name=symptom.name,
        title=symptom.title,
        explanation=symptom.explanation,
        source=symptom.source,
        severity=symptom.severity,
        in_score=symptom.in_score,
        about=_about(symptom),
        numbers=tuple(_number(key, field) for key, field in symptom.thresholds.model_fields.items()),
        shows=tuple(variant.sentence for variant in symptom.variants),
        notes=tuple(note.sentence for note in symptom.notes),
        clauses=tuple(clause.sentence for clause in symptom.clauses),
        steps=tuple((variant.name, variant.remedy) for variant in symptom.variants if variant.remedy),
        needs=symptom.needs,
        evidence=tuple((one.name, one.unit, one.meaning) for one in symptom.evidence),
        reasons=tuple(reason.sentence for reason in (*symptom.reasons, *COMMON_REASONS)),
        remedy=symptom.remedy,
        cannot=symptom.cannot,
    )


def _about(symptom: Symptom) -> str:
    platforms, kinds = (", ".join(sorted(names)) or "all" for names in (symptom.platforms, symptom.kinds))
    return f"platforms: {platforms}; kinds: {kinds}"


def _number(key: str, field: FieldInfo) -> Number:
    return Number(key, field.default, field.description or "")


def render_symptoms_doc() -> str:
    """Render docs/symptoms.md from the declarations."""
    parts = [_INTRODUCTION, *(_section(_explained(symptom)) for symptom in all_symptoms())]
    return "\n".join(parts)


_INTRODUCTION = f"""# Symptoms

Made from the declarations in `monitor/symptoms/`; do not edit by hand.

Every verdict is present, absent or *cannot be judged*, for every account and every complete week. It uses nothing from
after its week. All numbers below are keys of config.toml, in the table `[symptoms.CODE]`. Words in braces are filled in
with the numbers of the verdict.

Any symptom cannot be judged when:

{chr(10).join(f"- {reason.sentence}" for reason in COMMON_REASONS)}

A week that was not observed itself keeps the answer of the last observed week until the look is stale
(`detection.stale_days`).

Holidays (public ones of the country, and the `[[holidays]]` of config.toml) stretch allowances: a window of weeks
reaches back until it holds enough working weeks, and an allowance of days grows by the days off. A slow rhythm or a
season that the account's own past explains stretches the allowance of silence; `rhythm_*` and `season_*` say how far.
"""


def _section(one: Explanation) -> str:
    lines = [
        f"## {one.code} {one.title}",
        "",
        f"`{one.name}` · severity {one.severity} of 3 · horror score: {'yes' if one.in_score else 'no'} · {one.about}",
        "",
        one.explanation,
        "",
        f"Source: {one.source}.",
        "",
        f"**Next step.** {one.remedy}",
        *(f"- {name}: {step}" for name, step in one.steps),
        "",
        f"**Cannot be judged when.** {one.cannot}",
        "",
        "How it shows:",
        "",
        *(f"- {sentence}" for sentence in one.shows),
        *(("", "Told on its own too:", "") if one.notes else ()),
        *(f"- {sentence}" for sentence in one.notes),
        *(("", "Told besides, where it is known:", "") if one.clauses else ()),
        *(f"- {sentence}" for sentence in one.clauses),
        "",
        "| key | default | meaning |",
        "|---|---|---|",
        *(f"| `{number.key}` | {number.default:g} | {number.meaning} |" for number in one.numbers),
        "",
        "| evidence | unit | meaning |",
        "|---|---|---|",
        *(f"| `{name}` | {unit} | {meaning} |" for name, unit, meaning in one.evidence),
        "",
        f"Reads: {', '.join(f'`{name}`' for name in one.needs)}.",
        "",
    ]
    return "\n".join(lines)
