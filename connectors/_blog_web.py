"""The way to the web of one visit to a blog: each address by a caller of its own, private ones only where typed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from connectors._blog_rules import NO_FEED, NO_JSON
from monitor.errors import AccountGone, MonitorError, RenewToken, RetryLater, SkipSource
from monitor.sources.caller import Rule
from monitor.sources.http import Reply
from monitor.sources.http_address import origin, without_login
from monitor.sources.live import Visit


class Closed(Exception):
    """This way to a blog's posts is not open; another may be. Raised before the way has given any page."""

    def __init__(self, error: MonitorError) -> None:
        super().__init__(str(error))
        self.error = error


class Web:
    """Asks any address, as people typed it or as a site named it.

    Args:
        visit: One look at one blog.
        allow_private: What was typed may lie in the own network; what a site names may do so only in the same place.

    Raises:
        SkipSource: What was typed is no web address.
    """

    def __init__(self, visit: Visit, allow_private: bool) -> None:
        typed = [address for address in (visit.target.url, visit.target.feed) if address]
        self.typed = frozenset(typed)
        self._logins = {origin(address): login for address in typed if (login := without_login(address)[1])}
        self._visit = visit
        self._home = {origin(address) for address in typed} if allow_private else set()

    def get(
        self,
        url: str,
        rule: Rule,
        params: Mapping[str, object] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        secret_params: Mapping[str, str] | None = None,
    ) -> Reply:
        """Ask an address.

        Args:
            url: The address; a login in it, or in what was typed, is sent to its own host only.
            rule: Reads the answer.
            params: Query parameters.
            headers: Headers of this request.
            secret_params: Query parameters that hold a secret: such a request is never sent on to another host.

        Raises:
            RetryLater, RenewToken, GrantAccess, AccountGone, SkipSource: As the rule reads the answer.
            RefuseHostile: Too large, or it leads into a private network.
        """
        address, login = without_login(url)
        login = login or self._logins.get(origin(address))
        secret = {"Authorization": _basic(*login)} if login else _in_the_address if secret_params else None
        private = origin(address) in self._home
        caller = self._visit.caller(address, rule, secret_headers=secret, private=private)
        return caller.get(address, {**(params or {}), **(secret_params or {})}, headers=headers, is_json=False)

    def first(
        self, url: str, rule: Rule, params: Mapping[str, object] | None = None, **more: Mapping[str, str] | None
    ) -> Reply:
        """Ask an address for the first time in a visit, so that a refusal shuts this way only.

        Raises:
            Closed: The address refuses us, or brings something else than its kind of data.
            AccountGone: A person typed this address, and it is gone for good.
            RenewToken: The token is not accepted.
            RetryLater: Trouble that may pass.
        """
        try:
            return self.get(url, rule, params, **more)
        except (SkipSource, RetryLater) as error:
            if self._is_final(error, url):
                raise
            raise Closed(error) from error

    def _is_final(self, error: MonitorError, url: str) -> bool:
        """Whether the visit ends with it, whatever other ways there are."""
        if isinstance(error, RetryLater):
            return error.what not in {NO_JSON, NO_FEED}
        return isinstance(error, RenewToken) or (isinstance(error, AccountGone) and url in self.typed)


def _basic(user: str, password: str) -> str:
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


def _in_the_address(method: str, url: str) -> Mapping[str, str]:
    """No header holds the secret: it stands in the address, where its server wants it."""
    return {}
