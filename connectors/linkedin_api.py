"""A LinkedIn page, read through one of LinkedIn's two products for organisations."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from typing import Any, ClassVar

from connectors._linkedin_api_calls import Calls
from connectors._linkedin_api_comments import heard
from connectors._linkedin_api_community import CommunityWalk
from connectors._linkedin_api_counts import counted, statistics, summaries
from connectors._linkedin_api_options import COMMUNITY, NAME, LinkedInOptions
from connectors._linkedin_api_portability import PortabilityWalk
from connectors._linkedin_api_posts import posts
from connectors._linkedin_api_roles import facts
from connectors._linkedin_api_turn import Turn
from connectors._linkedin_api_values import elements_of, results_of
from connectors._linkedin_api_who import Who, who_of
from connectors._values import Place, count_of, kept, text_of
from monitor.errors import SkipSource
from monitor.records import Account, AccountKind, Anything, BadRow, Profile, Window
from monitor.sources.contract import Options
from monitor.sources.ledger import Ledger
from monitor.sources.live import Estimate, LiveDeclaration, Page, Past, Reach, Target, TokenFacts, Visit, stamped


class Connector:
    """Reads what a page posted, and what others said under its newest posts."""

    declaration: ClassVar[LiveDeclaration] = LiveDeclaration(
        name=NAME,
        title="LinkedIn page (API)",
        platform="linkedin",
        yields=("Account", "Profile", "Post", "Interaction", "Standing", "Window"),
        obtain=(
            "First: you may not need this. A page admin can export the page's posts without anybody's leave (see "
            "linkedin_page), and what comes out of an export may be kept for as long as you like, which LinkedIn's "
            "terms do not allow for what comes out of an API. "
            "If you want the page read every night, there are two ways. "
            "A (EU, free, for admins of the page): the Pages Data Portability API, which European law (the Digital "
            "Markets Act) makes LinkedIn offer. 1. At developer.linkedin.com > My apps > Create app, with your page as "
            "the app's company; a super admin of the page confirms it by the link that LinkedIn gives. 2. In the app, "
            "tab Products: request Pages Data Portability API, say that you want to keep your own page's posts, and "
            "wait about 7 working days. 3. In the app, tab Auth > OAuth 2.0 tools > "
            "Create token: tick r_dma_admin_pages_content and log in as an administrator or content administrator of "
            "the page. "
            'B: the Community Management API (set product = "community"). The same steps, but it must be the '
            "app's only product, the organisation must be a registered legal entity with a business e-mail address, "
            "and it shows LinkedIn the working program in a film before LinkedIn lifts the limit of 100 calls a day; "
            "an app that was turned down cannot apply again. Tick "
            "r_organization_social, r_organization_social_feed and rw_organization_admin. "
            "Both ways: put the token in the environment variable LINKEDIN_TOKEN. It lives for 60 days; LinkedIn has "
            "no call that tells when it ends, so you are reminded two weeks before, counted from its first use. "
            "A page is found by its number: open it as its admin, the address is linkedin.com/company/NUMBER/admin, "
            "and write that number as native_id of the account."
        ),
        since="Posts API and DMA resources, version 202609; Rest.li 2.0.0",
        richness=55,
        cannot=(
            "Groups and persons' own posts: no API shows them (groups: count by `monitor group-count` or write the "
            "discussions down; persons: their own export). Reposts without words of one's own, posts that only an "
            "advertisement shows. Who commented. "
            "LinkedIn's terms let nobody keep for good what comes out of the API: words of posts are emptied after 180 "
            "days, comments after 2, raw answers after 1; counts and times stay, and so does everything that an export "
            "told as well. With the portability product: followers, impressions, and for certain what was posted in "
            "the last two days."
        ),
        options=LinkedInOptions,
        token_name="LINKEDIN_TOKEN",  # noqa: S106 - the name of an environment variable
        scopes=(
            "r_dma_admin_pages_content (portability)",
            "or r_organization_social, r_organization_social_feed and rw_organization_admin (community)",
        ),
        raw_days=1,
        post_days=180,
        interaction_days=2,
    )

    def __init__(self, options: Options) -> None:
        """Take product, version and limits."""
        self.options = options if isinstance(options, LinkedInOptions) else LinkedInOptions()
        self._turn = Turn()

    def ledger(self) -> Ledger:
        """Calls are counted by the day of LinkedIn's clocks."""
        return Ledger("calls", self.options.daily_calls, "UTC")

    def estimate(self, target: Target, past: Past) -> Estimate:
        """A call for each hundred posts, and one or more for each young post with comments."""
        try:
            who_of(target)
        except SkipSource as error:
            return Estimate(f"nothing, for it {error.what}")
        days, most = self.options.comment_days, self.options.comment_requests
        what = "all posts of the page" if past.full else "posts that are new or were changed"
        rest = f", counts and comments of the last {days} days" if days else ""
        calls = (10 if past.full else 4) + (most // 2 if days else 0)
        pace = "" if self._is_community else " (a minute for each page of the list and each post with new comments)"
        return Estimate(f"{what}{rest}{pace}", calls, calls)

    def check(self, visit: Visit) -> TokenFacts:
        """Ask on which pages the person behind the token has a role."""
        return facts(visit, self._calls(visit), self.options.product)

    def pages(self, visit: Visit) -> Generator[Page, None, Reach]:
        """Walk through the page's posts, then through the comments of the newest."""
        walk = CommunityWalk if self._is_community else PortabilityWalk
        return (yield from walk(visit, self.options, self._calls(visit)).pages())

    def parse(self, page: Page, target: Target) -> Iterator[Anything]:
        """Turn an answer into records, the page itself first."""
        try:
            told = page.json
        except (ValueError, RecursionError):
            told = None
        yield _account(page, target, told)
        if isinstance(told, dict):
            yield from _PARSERS.get(page.kind, _nothing)(page, told)
        else:
            yield BadRow(file=page.url, reason="is nothing that LinkedIn answers")

    @property
    def _is_community(self) -> bool:
        return self.options.product == COMMUNITY

    def _calls(self, visit: Visit) -> Calls:
        return Calls(visit, self.options, self._turn)


def _account(page: Page, target: Target, told: Any) -> Account:
    """The page; its own name in the address where it was asked for."""
    who = _who(target)
    number = page.about.get("page") or who.number
    found = next(iter(elements_of(told)), {}) if page.kind == "organisation" else {}
    return Account(
        platform="linkedin",
        native_id=number,
        handle=text_of(found.get("vanityName")) or who.name,
        name=text_of(found.get("localizedName")),
        kind=None if target.kind else AccountKind.PAGE,
        url=f"https://www.linkedin.com/company/{number}/" if number and not target.url else None,
    )


def _who(target: Target) -> Who:
    try:
        return who_of(target)
    except SkipSource:
        return Who(None)


def _nothing(page: Page, told: dict[str, Any]) -> Iterator[Anything]:
    """An answer that tells of the page itself only."""
    yield from ()


def _posts(page: Page, told: dict[str, Any]) -> Iterator[Anything]:
    yield from posts((("", row) for row in elements_of(told)), page.url, page.about.get("page"))


def _dma_posts(page: Page, told: dict[str, Any]) -> Iterator[Anything]:
    yield from posts(iter(results_of(told).items()), page.url, page.about.get("page"))


def _comments(page: Page, told: dict[str, Any]) -> Iterator[Anything]:
    yield from heard(page, told, stamped(page))


def _counts(page: Page, told: dict[str, Any]) -> Iterator[Anything]:
    yield from counted(statistics(told), page.about.get("kinds", ""), page.url)


def _dma_counts(page: Page, told: dict[str, Any]) -> Iterator[Anything]:
    yield from counted(summaries(told), page.about.get("kinds", ""), page.url)


def _followers(page: Page, told: dict[str, Any]) -> Iterator[Anything]:
    followers = count_of(told.get("firstDegreeSize"))
    if followers is not None:
        yield kept(Profile, Place(page.url), observed_at=stamped(page), followers=followers)


def _seen(page: Page, told: dict[str, Any]) -> Iterator[Anything]:
    """How far was seen, where that is not until the moment of the visit."""
    until = datetime.fromisoformat(page.about["until"])
    since = datetime.fromisoformat(page.about["since"]) if "since" in page.about else None
    if since is None or since < until:
        yield Window(start=since, end=until)


_PARSERS: dict[str, Callable[[Page, dict[str, Any]], Iterator[Anything]]] = {
    "posts": _posts,
    "dma_posts": _dma_posts,
    "comments": _comments,
    "replies": _comments,
    "counts": _counts,
    "dma_counts": _dma_counts,
    "followers": _followers,
    "end": _seen,
}
