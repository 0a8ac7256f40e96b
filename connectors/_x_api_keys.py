"""What X is shown with a request: a bearer token, or a signature made with the four keys of an account and its app.

The four keys (OAuth 1.0a, RFC 5849) stand for the account itself and do not expire, unlike OAuth 2.0's user tokens.
"""

from __future__ import annotations

import hmac
import secrets
import time
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlsplit

from monitor.sources.caller import Secrets


def secrets_of(token: str | None) -> Secrets:
    """The headers for a token, as config.toml leads to it: a bearer token, or four keys with colons between them."""
    text, keys = (token or "").strip(), Keys.of(token)
    if keys:
        return keys.headers
    return {"Authorization": f"Bearer {text}"} if text else {}


def owner_of(token: str | None) -> str | None:
    """The number of the account whom four keys stand for: the access token begins with it. None if that is unknown."""
    keys = Keys.of(token)
    number, dash, _ = keys.token.partition("-") if keys else ("", "", "")
    return number if dash and number.isdecimal() else None


@dataclass(frozen=True)
class Keys:
    """The four keys, in the order in which X's console shows them."""

    consumer: str
    consumer_secret: str = field(repr=False)
    token: str
    token_secret: str = field(repr=False)

    @classmethod
    def of(cls, token: str | None) -> Keys | None:
        """Out of one text with colons between them; None if it is none such."""
        parts = [part.strip() for part in (token or "").split(":")]
        return cls(*parts) if len(parts) == 4 and all(parts) else None

    def headers(self, method: str, url: str) -> Mapping[str, str]:
        """Sign a request without a body."""
        return self.signed(method, url, secrets.token_hex(16), int(time.time()))

    def signed(self, method: str, url: str, nonce: str, at: int) -> Mapping[str, str]:
        """Sign a request, HMAC-SHA1 (RFC 5849, section 3.4).

        Args:
            method: In capitals.
            url: With its query.
            nonce: Never the same twice.
            at: Unix seconds; X takes none that is minutes off.
        """
        told = {
            "oauth_consumer_key": self.consumer,
            "oauth_nonce": nonce,
            "oauth_signature_method": "HMAC-SHA1",
            "oauth_timestamp": str(at),
            "oauth_token": self.token,
            "oauth_version": "1.0",
        }
        pairs = [*parse_qsl(urlsplit(url).query, keep_blank_values=True), *told.items()]
        base = "&".join(map(_escaped, (method, _place(url), _joined(pairs))))
        key = f"{_escaped(self.consumer_secret)}&{_escaped(self.token_secret)}"
        told["oauth_signature"] = b64encode(hmac.digest(key.encode(), base.encode(), "sha1")).decode()
        shown = ", ".join(f'{name}="{_escaped(value)}"' for name, value in sorted(told.items()))
        return {"Authorization": f"OAuth {shown}"}


def _place(url: str) -> str:
    """The address without its query; a port that goes without saying is left out."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{parts.port}" if parts.port not in {None, usual} else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"


def _joined(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join(f"{name}={value}" for name, value in sorted((_escaped(n), _escaped(v)) for n, v in pairs))


def _escaped(text: str) -> str:
    return quote(text, safe="~")
