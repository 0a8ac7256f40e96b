"""Which page is to be read: its number, or the name by which LinkedIn can tell the number. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from connectors._linkedin_api_values import organisation_of
from connectors._linkedin_ids import plain
from monitor.errors import SkipSource
from monitor.sources.live import Target

WHERE_THE_NUMBER_IS = (
    "Open the page as its admin: the address is linkedin.com/company/NUMBER/admin; write that number as native_id "
    "of the account in config.toml"
)
_NUMBER = re.compile(r"[0-9]{1,15}")
_PAGE = re.compile(r"linkedin\.com/(?:company|school|showcase)/([^/?#\s]{1,200})", re.IGNORECASE)
_NAME = re.compile(r"[^\s/?#:@]{1,200}")
_OTHERS = {
    "group": "LinkedIn has no API for groups: take fetch out of the account, and count with `monitor group-count` or "
    "write the discussions down (`monitor connectors` tells how)",
    "personal": "LinkedIn shows nobody's own posts through its API: take fetch out of the account, and ask the person "
    "for their export (`monitor connectors` tells how)",
}


@dataclass(frozen=True)
class Who:
    """A page.

    Attributes:
        number: LinkedIn's own number of the organisation; None if only the name is known.
        name: The page's name in its address.
    """

    number: str | None
    name: str | None = None

    @property
    def urn(self) -> str:
        """How LinkedIn's API calls it."""
        return f"urn:li:organization:{self.number}"


def who_of(target: Target) -> Who:
    """The page that an account of config.toml means.

    Raises:
        SkipSource: It is a group or a person, or neither number nor name is known.
    """
    where = f"account linkedin {target.label}"
    kind = target.kind or _kind_of(target.url)
    if kind in _OTHERS:
        raise SkipSource("is no page of an organisation, so its posts cannot be read", where, _OTHERS[kind])
    found = [one for one in (_from(target.native_id), _from(target.url), _from(target.handle)) if one]
    number = next((one.number for one in found if one.number), None)
    name = next((one.name for one in found if one.name), None)
    if not number and not name:
        raise SkipSource("nobody said which page it is", where, WHERE_THE_NUMBER_IS)
    return Who(number, name)


def _from(told: str | None) -> Who | None:
    """What a number, URN, address or name says."""
    text = plain(told or "")
    page = _PAGE.search(text)
    word = page[1] if page else text
    number = organisation_of(word) or (word if _NUMBER.fullmatch(word) else None)
    if number:
        return Who(number)
    return Who(None, word) if _NAME.fullmatch(word) else None


def _kind_of(url: str | None) -> str | None:
    address = plain(url or "").lower()
    kinds = {"linkedin.com/groups/": "group", "linkedin.com/in/": "personal"}
    return next((kind for part, kind in kinds.items() if part in address), None)
