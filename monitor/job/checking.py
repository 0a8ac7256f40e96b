"""One call to a platform, to learn what a token is worth."""

from __future__ import annotations

from monitor.job.session import Session
from monitor.job.visits import connector_of, live_connectors, target_of, token_of, wanted
from monitor.settings import AccountSettings
from monitor.sources.http import Http, HttpOptions
from monitor.sources.ledger import Ledger
from monitor.sources.live import ChecksToken, LiveConnector, Past, Target, TokenFacts, Visit


def check_token(session: Session, connector: LiveConnector, account: int | None = None) -> TokenFacts | None:
    """Ask the platform what the token is worth.

    Args:
        session: The organisation, opened.
        connector: Whose token.
        account: The account whose own token is checked; None: the first one that this connector reads.

    Returns:
        What the platform says; None if there is no token.

    Raises:
        RenewToken, GrantAccess, AddCredit, RetryLater, SkipSource: What the platform says instead.
        FixSettings: A reference to a token leads nowhere.
    """
    settings, target = _account(session, connector, account)
    token = token_of(settings, connector)
    if token is None:
        return None
    if not isinstance(connector, ChecksToken):
        return TokenFacts("an unknown account: this platform has no call that tells")
    contact = session.settings.fetch.contact or session.settings.organisation.site or ""
    with Http(HttpOptions(contact=contact, retries=0)) as http:
        return connector.check(Visit(target, Past(), session.now, http, token, Ledger()))


def _account(session: Session, connector: LiveConnector, account: int | None) -> tuple[AccountSettings, Target]:
    """The account whose token it is; an unnamed one of the platform if config.toml has none."""
    all_ = live_connectors(session)
    for one in wanted(session):
        if (account is None or one.id == account) and connector_of(one.settings, all_) is connector:
            return one.settings, target_of(session, one)
    platform = connector.declaration.platform
    return AccountSettings(platform=platform), Target(platform)
