"""The conformance suite that every symptom passes, ours and third parties'.

Subclass it in a test file and say what decay and health look like:

    class TestMySymptom(SymptomConformance):
        symptom = SYMPTOM

        def planted(self): return make_frame([0] * 20, platform="x")
        def healthy(self): return make_frame([5] * 20, platform="x", account=2)
"""

from __future__ import annotations

from string import Formatter

import numpy as np
import pandas as pd

from monitor.activity.columns import BY_NAME
from monitor.symptoms.contract import COMMON_REASONS, FIRST_COMMON, Symptom, Thresholds, Verdict
from monitor.symptoms.frames import joined, together
from monitor.symptoms.judging import judge

ALWAYS_AVAILABLE = frozenset({"since", "account"})
"""Names that a template may use beside the evidence."""

ANSWER_COLUMNS = tuple(f"answered_within_{weeks}" for weeks in range(4))
"""Columns that are final only some weeks later; a cut takes back what only the later weeks told."""

_REASON = {reason.name: number for number, reason in enumerate(COMMON_REASONS, FIRST_COMMON)}


class SymptomConformance:
    """What holds for every symptom. pytest collects the methods of a subclass whose name begins with Test."""

    symptom: Symptom

    def planted(self) -> pd.DataFrame:
        """A frame of one account on which the symptom is present in the last week, and was absent before."""
        raise NotImplementedError

    def healthy(self) -> pd.DataFrame:
        """A frame of one other account on which the symptom is never present and absent in the last week."""
        raise NotImplementedError

    # --- the declaration -------------------------------------------------------------------------------
    def test_declares_itself_whole(self) -> None:
        """All texts are there, every threshold is described, and every needed column exists."""
        one = self.symptom
        texts = {name: getattr(one, name) for name in ("title", "explanation", "source", "remedy", "cannot", "name")}
        _require(all(texts.values()), f"empty texts: {[name for name, text in texts.items() if not text]}")
        _require(one.severity in {1, 2, 3}, "severity is 1, 2 or 3")
        _require(len(one.variants) >= 1, "a symptom shows in at least one way")
        strangers = set(one.needs) - set(BY_NAME)
        _require(not strangers, f"no such columns in the weekly frame: {sorted(strangers)}")
        silent = [key for key, field in one.thresholds.model_fields.items() if not field.description]
        _require(not silent, f"thresholds without a description: {silent}")

    def test_sentences_use_declared_evidence(self) -> None:
        """Templates name only evidence; reasons have no braces."""
        known = {one.name for one in self.symptom.evidence} | ALWAYS_AVAILABLE
        sentences = [one.sentence for one in self.symptom.variants]
        sentences += [one.sentence for one in self.symptom.notes]
        sentences += [one.sentence for one in self.symptom.clauses]
        for sentence in sentences:
            _require(set(_names(sentence)) <= known, f"unknown names in: {sentence}")
        for clause in self.symptom.clauses:
            strangers = clause.variants - {variant.name for variant in self.symptom.variants}
            _require(not strangers, f"no variants {sorted(strangers)} for: {clause.sentence}")
        for note in self.symptom.notes:
            _require(note.evidence in known, f"no evidence {note.evidence} for: {note.sentence}")
        for reason in self.symptom.reasons:
            _require(not _names(reason.sentence), f"a reason has no braces: {reason.sentence}")

    # --- the verdicts ----------------------------------------------------------------------------------
    def test_finds_planted_decay(self) -> None:
        """Present in the last week, absent before, and the evidence of its sentence is known."""
        result = self._judge(self.planted())
        _require(result["verdict"].iloc[-1] == Verdict.PRESENT, f"planted decay was not found:\n{result.tail()}")
        for number, variant in enumerate(self.symptom.variants, 1):
            shown = result.loc[result["variant"] == number, _own(_names(variant.sentence))]
            _require(bool(shown.notna().all(axis=None)), f"unknown evidence in: {variant.sentence}")

    def test_leaves_the_healthy_alone(self) -> None:
        """Never present, and absent in the last week."""
        result = self._judge(self.healthy())
        _require((result["verdict"] != Verdict.PRESENT).all(), "a healthy account was flagged")
        _require(result["verdict"].iloc[-1] == Verdict.ABSENT, f"a healthy account was not cleared:\n{result.tail()}")

    def test_answers_in_the_agreed_form(self) -> None:
        """Same index, the three int8 columns, float64 evidence; variant and reason fit the verdict."""
        frame = together(self.planted(), self.healthy())
        result = self._judge(frame)
        _require(result.index.equals(frame.index), "the answer has another index than the frame")
        evidence = {one.name: "float64" for one in self.symptom.evidence}
        wanted = dict.fromkeys(("verdict", "variant", "reason"), "int8") | evidence
        _require({name: str(kind) for name, kind in result.dtypes.items()} == wanted, f"wrong form: {result.dtypes}")
        verdict = result["verdict"]
        _require(((result["variant"] > 0) == (verdict == Verdict.PRESENT)).all(), "variant and verdict disagree")
        _require(((result["reason"] > 0) == (verdict == Verdict.UNKNOWN)).all(), "reason and verdict disagree")

    def test_too_new_cannot_be_judged(self) -> None:
        """Under the grace nothing is said."""
        grace = self.symptom.grace(self._numbers())
        if grace:
            result = self._judge(self.planted().assign(age_days=np.float32(grace - 1)))
            _require((result["reason"] == _REASON["too_new"]).all(), "an account under the grace was judged")

    def test_too_short_cannot_be_judged(self) -> None:
        """With one observed week too few nothing is said."""
        wanted = self.symptom.observed(self._numbers())
        if wanted > 1:
            frame = self.planted()
            result = self._judge(frame.assign(observed_weeks=np.minimum(frame["observed_weeks"], wanted - 1)))
            _require((result["reason"] == _REASON["short"]).all(), "a history that is too short was judged")

    def test_unobserved_cannot_be_judged(self) -> None:
        """Where nobody looked nothing is said, if the symptom needs a look at all."""
        if self.symptom.observed(self._numbers()):
            frame = self.planted().assign(observed_weeks=np.float32(0), weeks_unseen=np.float32(np.nan))
            result = self._judge(frame)
            _require((result["reason"] == _REASON["unobserved"]).all(), "unobserved weeks were judged")

    def test_closed_accounts_are_judged_by_nobody(self) -> None:
        """Closing, closed, private and protected accounts are left alone."""
        result = self._judge(self.planted().assign(judged=False))
        _require((result["reason"] == _REASON["not_judged"]).all(), "an account was judged that must not be")

    def test_missing_columns_cannot_be_judged(self) -> None:
        """Without a needed column nothing is said."""
        for column in self.symptom.needs:
            if column not in {"observed_weeks", "age_days"}:
                result = self._judge(self.planted().drop(columns=column))
                _require((result["reason"] == _REASON["missing"]).all(), f"judged without the column {column}")

    # --- the rules -------------------------------------------------------------------------------------
    def test_is_causal(self) -> None:
        """Cutting the history off after any week, or another future, changes nothing up to that week."""
        for frame, other in ((self.planted(), self.healthy()), (self.healthy(), self.planted())):
            whole = self._judge(frame)
            for weeks in range(1, len(frame)):
                check_cut(self.symptom, frame, whole, weeks, self._numbers())
            for weeks in range(1, len(frame), 5):
                _same(self._judge(_another_future(frame, other, weeks)).iloc[:weeks], whole.iloc[:weeks])

    def test_leaves_its_input_untouched(self) -> None:
        """`judge` writes nothing into the frame."""
        frame = self.planted()
        before = frame.copy(deep=True)
        self._judge(frame)
        pd.testing.assert_frame_equal(frame, before)

    def test_refuses_a_frame_out_of_order(self) -> None:
        """Row order cannot matter, because any other than the sorted one is refused."""
        frame = self.planted()
        for wrong in (frame.iloc[::-1], frame.drop(frame.index[len(frame) // 2])):
            try:
                self._judge(wrong)
            except ValueError:
                continue
            raise AssertionError("a frame out of order was judged")

    def test_one_at_a_time_equals_all_at_once(self) -> None:
        """Accounts do not influence each other."""
        frames = [self.planted(), self.healthy()]
        alone = pd.concat([self._judge(frame) for frame in frames]).sort_index()
        _same(self._judge(together(*frames)), alone)

    def _judge(self, frame: pd.DataFrame) -> pd.DataFrame:
        return judge(frame, self.symptom, self._numbers())

    def _numbers(self) -> Thresholds:
        return self.symptom.thresholds()


def check_cut(symptom: Symptom, frame: pd.DataFrame, whole: pd.DataFrame, weeks: int, numbers: Thresholds) -> None:
    """Require that the first weeks of one account's frame give the same answers as the whole.

    Raises:
        AssertionError: They do not.
    """
    _same(judge(cut(frame, weeks), symptom, numbers), whole.iloc[:weeks])


def cut(frame: pd.DataFrame, weeks: int) -> pd.DataFrame:
    """The first weeks of one account's frame as it was then: later answers to comments were not yet given."""
    kept = frame.iloc[:weeks].copy()
    for back, column in enumerate(ANSWER_COLUMNS):
        earlier = [kept[name].to_numpy() for name in ANSWER_COLUMNS[: back + 1]]
        age = np.arange(len(kept))[::-1]
        kept[column] = np.choose(np.minimum(age, back), earlier)
    return kept


def _another_future(frame: pd.DataFrame, other: pd.DataFrame, weeks: int) -> pd.DataFrame:
    """The first weeks of one account, and after them the weeks of another."""
    account, begin = frame.index[0]
    length = max(weeks, len(other))
    index = pd.MultiIndex.from_arrays([np.full(length, account), begin + np.arange(length)], names=frame.index.names)
    return joined([frame.iloc[:weeks], other.iloc[weeks:]]).set_axis(index)


def _names(template: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(template) if name]


def _own(names: list[str]) -> list[str]:
    return [name for name in names if name not in ALWAYS_AVAILABLE]


def _same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one, other)


def _require(holds: bool | np.bool_, message: str) -> None:
    if not holds:
        raise AssertionError(message)
