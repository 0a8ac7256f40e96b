"""The views on what the program concluded and did; see `monitor.store.views`."""

from __future__ import annotations

from monitor.store.views import ACCOUNT, DAY, JSON, NUMBER, TEXT, TIME, WHOLE, C, View

_JOIN = "JOIN account a ON a.id = r.account_id"
_VERDICT = "CASE r.verdict WHEN 1 THEN 'present' WHEN 0 THEN 'absent' ELSE 'cannot be judged' END"
_NEWEST = "r.last_week = (SELECT max(n.last_week) FROM spell n WHERE n.account_id = r.account_id AND n.code = r.code)"

V_VERDICT = View(
    "v_verdict",
    "a run of weeks in which an account had the same verdict on a symptom, as of the last detection",
    f"spell r {_JOIN} JOIN calendar_week f ON f.week = r.first_week JOIN calendar_week t ON t.week = r.last_week",
    (
        *ACCOUNT,
        C("code", "r.code", TEXT, "", "the symptom, such as HS2 (`monitor symptoms` lists them)"),
        C("verdict", _VERDICT, TEXT, "", "present, absent or cannot be judged"),
        C("variant", "r.variant", TEXT, "", "the way it shows; empty text unless present"),
        C("reason", "r.reason", TEXT, "", "why it cannot be judged; empty text otherwise"),
        C("first_week", "r.first_week", WHOLE, "weeks", "first week of the run, for arithmetic"),
        C("last_week", "r.last_week", WHOLE, "weeks", "last week of the run"),
        C("since", "f.starts", DAY, "local day", "Monday of the first week"),
        C("until", "t.ends", DAY, "local day", "Sunday of the last week"),
        C("weeks", "r.last_week - r.first_week + 1", WHOLE, "weeks", "length of the run"),
        C("newest", f"CASE WHEN {_NEWEST} THEN 1 ELSE 0 END", WHOLE, "1 = yes", "it is the verdict that holds now"),
        C("evidence", "r.evidence", JSON, "see the symptom", "the numbers behind it, as of the last week"),
    ),
)

V_ACCOUNT_STATUS = View(
    "v_account_status",
    "what holds for an account as of the last detection",
    f"account_status r {_JOIN} JOIN calendar_week w ON w.week = r.week",
    (
        *ACCOUNT,
        C("week", "r.week", WHOLE, "weeks", "the week as of whose end it holds, for arithmetic"),
        C("week_label", "w.label", TEXT, "ISO week", "that week, such as 2013-W07"),
        C("answer", "r.answer", TEXT, "", "active, silent, stale, failed, gone, new or closed"),
        C("since", "r.since", DAY, "local day", "since when; empty if unknown"),
        C("complete_until", "r.complete_until", TIME, "UTC", "until when all its posts are known; empty if unknown"),
        C("last_post_at", "r.last_post_at", TIME, "UTC", "its last post; empty if there is none"),
        C("detail", "r.detail", TEXT, "", "a short fact for people"),
        C(
            "reason",
            "r.reason",
            TEXT,
            "",
            "more of failed (token, access, credit) and gone (suspended, deleted, protected, moved); empty if unknown",
        ),
    ),
)

V_HORROR_SCORE = View(
    "v_horror_score",
    "a week of the whole organisation in which any of the six could be judged",
    "horror_score r JOIN calendar_week w ON w.week = r.week",
    (
        C("week", "r.week", WHOLE, "weeks", "number of the week, for arithmetic"),
        C("week_start", "w.starts", DAY, "local day", "Monday of the week"),
        C("week_label", "w.label", TEXT, "ISO week", "the week, such as 2013-W07"),
        C("score", "r.score", WHOLE, "symptoms, 0 to 6", "how many of the six are present on any account"),
        C("codes", "r.codes", TEXT, "", "which, with a space between"),
    ),
)

V_TRANSITION = View(
    "v_transition",
    "a change that is told once",
    f"transition r {_JOIN} JOIN calendar_week w ON w.week = r.week JOIN calendar_week s ON s.week = r.since_week",
    (
        C("transition_id", "r.id", WHOLE, "", "its number"),
        *ACCOUNT,
        C("code", "r.code", TEXT, "", "the symptom, or DATA for a data alert"),
        C("change", "r.change", TEXT, "", "begun, worse or over"),
        C(
            "variant",
            "r.variant",
            TEXT,
            "",
            "the way it shows; stale, failed or gone for a data alert, with its reason (failed_token)",
        ),
        C("week", "r.week", WHOLE, "weeks", "the week of the change, for arithmetic"),
        C("week_label", "w.label", TEXT, "ISO week", "that week, such as 2013-W07"),
        C("since", "s.starts", DAY, "local day", "since when it was so"),
        C("evidence", "r.evidence", JSON, "see the symptom", "the numbers behind it"),
        C("created_at", "r.created_at", TIME, "UTC", "when it was found"),
        C(
            "delivered_at",
            "(SELECT min(d.delivered_at) FROM delivery d WHERE d.transition_id = r.id)",
            TIME,
            "UTC",
            "when the first receiver took it; empty if none did",
        ),
    ),
)

_STATES = ("healthy", "fading", "silent", "dormant", "revived")
_WHEN = [f"WHEN {number} THEN '{name}'" for number, name in enumerate(_STATES)]
_STATE = f"CASE r.state {' '.join(_WHEN)} END"
_DECLINE = "(SELECT d.starts FROM calendar_week d WHERE d.week = r.decline_start)"
_HORROR = "(SELECT h.starts FROM calendar_week h WHERE h.week = CAST(r.projected_horror AS INTEGER))"

V_RHYTHM = View(
    "v_rhythm",
    "what is told of the rhythm of an account in one of the last 104 weeks (the numbers behind HS10)",
    f"rhythm_week r {_JOIN} JOIN calendar_week w ON w.week = r.week",
    (
        *ACCOUNT,
        C("week", "r.week", WHOLE, "weeks", "number of the week, for arithmetic; only weeks with a rhythm to tell of"),
        C("week_start", "w.starts", DAY, "local day", "Monday of the week"),
        C("week_label", "w.label", TEXT, "ISO week", "the week, such as 2013-W07"),
        C("state", _STATE, TEXT, "", "healthy, fading, silent, dormant or revived, before holidays and seasons"),
        C("score", "r.score", NUMBER, "log odds", "how likely dormancy begins within 8 weeks; compare with line"),
        C("line", "r.line", NUMBER, "log odds", "score from which an alarm is due in this portfolio and week"),
        C(
            "over_line",
            "r.over_line",
            WHOLE,
            "1 = yes",
            "it was lately sustained and its score is at the line",
        ),
        C("notice", "r.notice", WHOLE, "1 = yes", "a bad state begins, and none of that state was told for a quarter"),
        C("part_level", "r.part_level", NUMBER, "log odds", "what posting seldom in the long run adds to the score"),
        C("part_change", "r.part_change", NUMBER, "log odds", "what a quieter new rhythm adds"),
        C("part_gap", "r.part_gap", NUMBER, "log odds", "what the silence beside its own gaps adds"),
        C("part_people", "r.part_people", NUMBER, "log odds", "what the silence of its authors everywhere adds"),
        C("part_siblings", "r.part_siblings", NUMBER, "log odds", "what silent accounts of the same owner add"),
        C(
            "chance_dormant",
            "r.chance_dormant",
            NUMBER,
            "chance, 0 to 1",
            "that it has fallen dormant (at most one post in 13 weeks) or does so within 13 weeks",
        ),
        C("chance_silence", "r.chance_silence", NUMBER, "chance, 0 to 1", "that a gap of it is at least this long"),
        C("usual_gap", "r.usual_gap", NUMBER, "days", "median of the last 60 gaps between its active days"),
        C("gaps_a_year", "r.gaps_a_year", NUMBER, "gaps a year", "how many of those gaps there are in a year"),
        C("next_early", "r.next_early", NUMBER, "days", "from the week's end; in 1 of 10 cases it posts sooner"),
        C("next_usual", "r.next_usual", NUMBER, "days", "in 5 of 10 cases it posts sooner"),
        C("next_late", "r.next_late", NUMBER, "days", "in 9 of 10 cases it posts sooner, if it still lives"),
        C("decline_since", _DECLINE, DAY, "local day", "Monday of the first week of a slower rhythm; empty if none"),
        C(
            "horror_on",
            _HORROR,
            DAY,
            "local day",
            "Monday of the week in which it is down to a post a month; empty unless 90 % of the draws agree",
        ),
        C("little_history", "r.little_history", WHOLE, "1 = yes", "younger than 26 weeks: little better than a guess"),
    ),
)

V_WINDOW = View(
    "v_window",
    "a span in which all posts of an account are known; only inside one does no post mean silence",
    f"observed_window r {_JOIN}",
    (
        *ACCOUNT,
        C("observed_from", 'r."start"', TIME, "UTC", "begin; 1990 means from the very first post"),
        C("observed_until", 'r."end"', TIME, "UTC", "end"),
    ),
)

V_IMPORT = View(
    "v_import",
    "an export read once, or a visit to an account on its platform",
    "import_run r",
    (
        C("import_id", "r.id", WHOLE, "", "its number"),
        C("connector", "r.connector", TEXT, "", "the connector that read it"),
        C("export", "r.export", TEXT, "", "name of the file or folder; for a visit what was visited"),
        C("account_id", "r.account_id", WHOLE, "", "the account that was visited; empty for exports"),
        C(
            "status",
            "r.status",
            TEXT,
            "",
            "running, done, partial (something was rejected), postponed (a visit: server busy or away) or failed",
        ),
        C("message", "r.message", TEXT, "", "what happened, for people"),
        C("reason", "r.reason", TEXT, "", "what a person must mend: token, access or credit; empty otherwise"),
        C("started_at", "r.started_at", TIME, "UTC", "begin"),
        C("finished_at", "r.finished_at", TIME, "UTC", "end; empty while it runs"),
        C("new", 'r."new"', WHOLE, "records", "came in for the first time"),
        C("known", "r.known", WHOLE, "records", "were in already and told nothing new"),
        C("updated", "r.updated", WHOLE, "records", "were in already and now say more"),
        C("rejected", "r.rejected", WHOLE, "rows", "could not be read; see v_reject"),
        C("observed_from", "r.observed_from", TIME, "UTC", "begin of the widest span it covers; empty if none"),
        C("observed_until", "r.observed_until", TIME, "UTC", "end of the widest span it covers; empty if none"),
    ),
)

V_REJECT = View(
    "v_reject",
    "a row of an export that could not be read",
    "reject r JOIN import_run i ON i.id = r.import_run_id",
    (
        C("import_id", "r.import_run_id", WHOLE, "", "the import, in v_import"),
        C("export", "i.export", TEXT, "", "name of the export"),
        C("file", "r.file", TEXT, "", "the file inside it"),
        C("line", "r.line", WHOLE, "lines", "line or row number; empty if it has none"),
        C("reason", "r.reason", TEXT, "", "what is wrong with it"),
        C("excerpt", "r.excerpt", TEXT, "", "its beginning"),
    ),
)

RESULT_VIEWS = (
    V_VERDICT,
    V_ACCOUNT_STATUS,
    V_HORROR_SCORE,
    V_TRANSITION,
    V_RHYTHM,
    V_WINDOW,
    V_IMPORT,
    V_REJECT,
)
