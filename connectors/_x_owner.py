"""Whose X archive it is: the account, its profile and when the archive was made."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from connectors._days import MONTHS, safe_day
from connectors._values import mapping, text_of
from connectors._x_ids import STATUS_LINK, profile_url
from monitor.errors import SkipSource
from monitor.records import Account, Profile
from monitor.sources.export import Export
from monitor.sources.jsonstream import array_elements
from monitor.sources.text import decode_head, open_text

YTD = r"\s*window\.YTD\.\w+\.part\d+\s*="
DEFAULT_AVATAR = "default_profile_images"
_XDATE = re.compile(r"\w{3} (\w{3}) (\d\d) (\d\d):(\d\d):(\d\d) \+0000 (\d{4})", re.ASCII)


def x_time(value: Any) -> datetime | None:
    """Read a time: `Wed Oct 10 20:19:24 +0000 2018`, `2018-10-10 20:19:24 +0000`, `2018-10-10T..Z`."""
    text = value.strip()[:40] if isinstance(value, str) else ""
    worded = _XDATE.fullmatch(text)
    try:
        if not worded:
            moment = datetime.fromisoformat(text.replace(" +", "+"))
            return moment.astimezone(UTC) if moment.tzinfo else None
        month, day, hour, minute, second, year = worded.groups()
        return datetime(int(year), MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    except (ValueError, KeyError, OverflowError):
        return None


@dataclass(frozen=True)
class Owner:
    """What an archive says about its account; everything may be unknown.

    Attributes:
        generated: When X made the archive.
        partial: X says that the archive does not hold everything.
    """

    native_id: str | None = None
    handle: str | None = None
    name: str | None = None
    created_at: datetime | None = None
    bio: str | None = None
    has_bio: bool | None = None
    avatar_url: str | None = None
    generated: datetime | None = None
    partial: bool = False

    def account(self) -> Account:
        """The account, as far as the archive names it."""
        return Account(
            platform="x",
            native_id=self.native_id,
            handle=self.handle,
            name=self.name,
            url=profile_url(self.handle),
            created_at=self.created_at,
        )

    def profile(self, seen: datetime) -> Profile | None:
        """What the account looked like when the archive was made, if the archive holds its profile.

        `seen` stands for the time of the archive where that is unknown.
        A missing avatar address says nothing about the avatar.
        """
        if self.has_bio is None and self.avatar_url is None:
            return None
        return Profile(
            observed_at=self.generated or seen,
            name=self.name,
            bio=self.bio,
            has_bio=self.has_bio,
            avatar_url=self.avatar_url,
            default_avatar=DEFAULT_AVATAR in self.avatar_url if self.avatar_url else None,
        )


def archive_owner(export: Export, folder: str) -> Owner:
    """Read `account.js`, `profile.js` and `manifest.js` beside the posts (archives since 2018); all are optional."""
    account = mapping(mapping(_first(export, f"{folder}account.js")).get("account"))
    profile = mapping(mapping(_first(export, f"{folder}profile.js")).get("profile"))
    manifest = decode_head(export, f"{folder}manifest.js") if f"{folder}manifest.js" in export.names else ""
    described = mapping(profile.get("description"))
    return Owner(
        native_id=_digits(account.get("accountId")) or _digits(_said(manifest, "accountId")),
        handle=_handle(account.get("username")) or _handle(_said(manifest, "userName")),
        name=text_of(account.get("accountDisplayName")) or text_of(_said(manifest, "displayName")),
        created_at=_sound(x_time(account.get("createdAt"))),
        bio=text_of(described.get("bio")),
        has_bio=text_of(described.get("bio")) is not None if isinstance(described.get("bio"), str) else None,
        avatar_url=text_of(profile.get("avatarMediaUrl")),
        generated=_sound(x_time(_said(manifest, "generationDate"))),
        partial=bool(re.search(r'"isPartialArchive"\s*:\s*true', manifest)),
    )


def grailbird_owner(export: Export, folder: str) -> Owner:
    """Read `user_details.js` and `payload_details.js` of an archive of 2012-2019; both are optional."""
    user = _object(export, f"{folder}user_details.js")
    made = _object(export, f"{folder}payload_details.js")
    return Owner(
        native_id=_digits(user.get("id")),
        handle=_handle(user.get("screen_name")),
        name=text_of(user.get("full_name")),
        created_at=_sound(x_time(user.get("created_at"))),
        bio=text_of(user.get("bio")),
        has_bio=text_of(user.get("bio")) is not None if isinstance(user.get("bio"), str) else None,
        generated=_sound(x_time(made.get("created_at"))),
    )


def handle_in(links: list[str], status_id: str | None) -> str | None:
    """Tell the author's name from a post's own pictures: their address holds the post's id and its author's name."""
    for link in links:
        found = STATUS_LINK.fullmatch(link)
        if found and found["rest"] and found["id"] == status_id and found["handle"].lower() != "i":
            return found["handle"]
    return None


def _first(export: Export, name: str) -> Any:
    """First element of a small archive file, None if there is none."""
    if name not in export.names:
        return None
    try:
        with open_text(export, name) as text:
            return next(islice(array_elements(text, name, 1 << 20, YTD), 1), None)
    except SkipSource:
        return None


def _object(export: Export, name: str) -> dict[str, Any]:
    """The object of `var user_details = {...}`, empty if it cannot be read."""
    text = decode_head(export, name) if name in export.names else ""
    try:
        return mapping(json.JSONDecoder().raw_decode(text, text.index("{"))[0])
    except (ValueError, RecursionError):
        return {}


def _said(text: str, key: str) -> str | None:
    """A text value in the manifest, found by its key: the manifest may be longer than its beginning that we read."""
    found = re.search(rf'"{key}"\s*:\s*("(?:[^"\\]|\\.)*")', text)
    try:
        return text_of(json.loads(found[1])) if found else None
    except ValueError:
        return None


def _digits(value: Any) -> str | None:
    text = str(value) if isinstance(value, int | str) else ""
    return text if re.fullmatch(r"[0-9]{1,20}", text) else None


def _handle(value: Any) -> str | None:
    return value if isinstance(value, str) and re.fullmatch(r"\w{1,20}", value, re.ASCII) else None


def _sound(moment: datetime | None) -> datetime | None:
    """A time that records accept, so that a damaged one costs no more than itself."""
    return moment if moment and safe_day(moment.year, moment.month, moment.day) else None
