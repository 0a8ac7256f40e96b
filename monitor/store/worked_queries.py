"""Ten questions an analyst asks, answered with the views. Each is run by a test and shown in docs/store.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Worked:
    """A question, the SQL that answers it, and what to mind when reading the answer."""

    question: str
    sql: str
    note: str


QUERIES: tuple[Worked, ...] = (
    Worked(
        "Which accounts have been quiet longest?",
        """SELECT account, platform, answer, last_post_at, complete_until
FROM v_account_status
ORDER BY last_post_at""",
        "`answer` tells silence (we looked, there is nothing) from a stale or failed look.",
    ),
    Worked(
        "Which symptoms are present now, and since when?",
        """SELECT account, code, variant, since, weeks, evidence
FROM v_verdict
WHERE newest = 1 AND verdict = 'present'
ORDER BY weeks DESC, account, code""",
        "`weeks` is how long it has been so without a break.",
    ),
    Worked(
        "How did the horror score move?",
        """SELECT week_label, score, codes
FROM v_horror_score
ORDER BY week""",
        "0 to 6: how many of the six symptoms were present on any account.",
    ),
    Worked(
        "How many own posts did each account send in a year?",
        """SELECT account, platform, sum(own) AS own_posts, sum(CASE WHEN own = 0 THEN 1 ELSE 0 END) AS empty_weeks
FROM v_account_week
WHERE week_start >= '2012-01-01' AND week_start < '2013-01-01'
GROUP BY account_id, account, platform
ORDER BY own_posts DESC, account""",
        "Weeks without posts are rows too, but only between an account's first and last post.",
    ),
    Worked(
        "Do we speak or only send? The share of replies by month",
        """SELECT account, substr(week_start, 1, 7) AS month, sum(posts) AS posts,
       round(100.0 * sum(replies) / sum(posts)) AS percent_replies
FROM v_account_week
GROUP BY account_id, account, substr(week_start, 1, 7)
HAVING sum(posts) > 0
ORDER BY account, month""",
        "A week belongs to the month of its Monday.",
    ),
    Worked(
        "Which blog posts are press releases, and what gave them away?",
        """SELECT published_at, title, press_words, url
FROM v_post
WHERE platform = 'blog' AND press = 'yes'
ORDER BY published_at DESC""",
        "Wrong? `monitor label` corrects a post, for good.",
    ),
    Worked(
        "Who writes? Posts by author of an account",
        """SELECT account, coalesce(author, '(unknown)') AS author, count(*) AS posts, max(published_at) AS last_post
FROM v_post
WHERE kind NOT IN ('reply', 'repost')
GROUP BY account_id, account, coalesce(author, '(unknown)')
ORDER BY account, posts DESC, author""",
        "One name with nearly all posts is a risk of its own.",
    ),
    Worked(
        "Which questions and comments never got an answer?",
        """SELECT account, kind, received_at, text
FROM v_interaction
WHERE answer_known = 1 AND answered_at IS NULL
ORDER BY received_at""",
        "`answer_known = 0` means that the source cannot tell; those are no reproach.",
    ),
    Worked(
        "Which posts did best on each account?",
        """SELECT account, published_at, likes, coalesce(title, text) AS post, url
FROM (SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY likes DESC, post_id) AS place
      FROM v_post WHERE likes IS NOT NULL) ranked
WHERE place <= 3
ORDER BY account, place""",
        "Posts whose likes no export knew are left out, not counted as 0.",
    ),
    Worked(
        "What could not be read, and why?",
        """SELECT i.export, i.status, r.reason, count(*) AS row_count, min(r.line) AS first_line
FROM v_import i JOIN v_reject r ON r.import_id = i.import_id
GROUP BY i.import_id, i.export, i.status, r.reason
ORDER BY i.import_id DESC, row_count DESC""",
        "Every rejected row is kept with its file, line and beginning in `v_reject`.",
    ),
)
