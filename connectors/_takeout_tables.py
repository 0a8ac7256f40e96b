"""Google Takeout's tables of a channel: videos and comments, by English names or by shape."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from connectors._making import storable
from connectors._youtube import channel_id, is_video_id
from monitor.sources.tables import normal, positions

VIDEO_NAMES: Mapping[str, str] = {
    "id": "Video ID",
    "description": "Video Description (Original)",
    "channel": "Channel ID",
    "title": "Video Title (Original)",
    "privacy": "Privacy",
    "published": "Video Publish Timestamp",
    "language": "Video Audio Language",
}
VIDEO_NEEDS = frozenset({"id", "channel", "privacy", "published"})
COMMENT_NAMES: Mapping[str, str] = {
    "id": "Comment ID",
    "channel": "Channel ID",
    "created": "Comment Create Timestamp",
    "parent": "Parent Comment ID",
    "video": "Video ID",
    "text": "Comment Text",
}
COMMENT_NEEDS = frozenset({"id", "channel", "created"})
PUBLIC = frozenset(
    {"public", "openbaar", "öffentlich", "publique", "público", "publico", "pública", "pubblico", "pubblica", "publik"}
    | {"offentlig", "offentligt", "julkinen", "publiczny", "publiczne", "veřejné", "nyilvános", "公開", "公开", "공개"}
)
HIDDEN = frozenset(
    {"private", "unlisted", "privé", "verborgen", "niet vermeld", "privat", "nicht gelistet", "non répertoriée"}
    | {"non répertorié", "privada", "privado", "oculto", "oculta", "no listado", "no listada", "não listado"}
    | {"não listada", "privato", "privata", "non in elenco", "olistad", "ikke listet", "ikke oppført", "piilotettu"}
    | {"yksityinen", "prywatny", "prywatne", "niepubliczny", "niepubliczne", "限定公開", "非公開", "不公开", "私享"}
)
"""What Takeout writes for videos that not everybody may find, in the languages known to us."""

_COMMENT_ID = re.compile(r"Ug[A-Za-z0-9_-]{16,40}(?:\.[A-Za-z0-9_-]{16,40})?")
Rows = Sequence[Sequence[str]]


def video_places(rows: Rows) -> dict[str, int]:
    """Where what stands in a table of videos; {} when it is none.

    The shape: the video's id first, somewhere the channel's id, and two times side by side after it, made and
    published, with title, visibility and state before them.
    """
    if not rows:
        return {}
    named = _named(rows[0], VIDEO_NAMES)
    if named.keys() >= VIDEO_NEEDS:
        return named
    for row in rows[1:]:
        channel = next((n for n, text in enumerate(row) if n and channel_id_whole(text)), None)
        made = next((n for n in range(4, len(row) - 1) if is_time(row[n]) and is_time(row[n + 1])), None)
        if channel is not None and made is not None and channel < made - 3 and is_video_id(row[0]):
            return {"id": 0, "channel": channel, "title": made - 3, "privacy": made - 2, "published": made + 1}
    return {}


def comment_places(rows: Rows) -> dict[str, int]:
    """Where what stands in a table of the channel's own comments; {} when it is none."""
    if not rows:
        return {}
    named = _named(rows[0], COMMENT_NAMES)
    if named.keys() >= COMMENT_NEEDS:
        return named
    for row in rows[1:]:
        if len(row) > 4 and _COMMENT_ID.fullmatch(row[0]) and channel_id_whole(row[1]) and is_time(row[2]):
            text = next((n for n, value in enumerate(row) if value.lstrip().startswith('{"')), None)
            return {"id": 0, "channel": 1, "created": 2} | ({} if text is None else {"text": text})
    return {}


def channel_titles(rows: Rows) -> dict[str, str]:
    """Names of channels by id, from Takeout's `channel.csv` in English; {} for any other table."""
    if not rows:
        return {}
    places = positions(rows[0], ("Channel ID", "Channel Title (Original)", "Channel Title"))
    title = places.get("Channel Title (Original)", places.get("Channel Title"))
    if "Channel ID" not in places or title is None:
        return {}
    native = places["Channel ID"]
    wide = [row for row in rows[1:] if len(row) > max(title, native)]
    return {row[native]: storable(row[title])[:200] for row in wide if channel_id_whole(row[native])}


def is_public(word: str) -> bool:
    """Whether a video is public by the word Takeout gives.

    Raises:
        ValueError: The word is in a language not known to us, so nobody can tell.
    """
    known = normal(word)
    if known in PUBLIC:
        return True
    if known in HIDDEN:
        return False
    raise ValueError(f"{word[:40]!r} is not a visibility known to us; download Takeout with Google set to English")


def parent_of(comment: str, parent: str) -> str | None:
    """The comment that a comment answers: named in its own column, else the part of its id before the point."""
    return parent or (comment.partition(".")[0] if "." in comment else None)


def comment_text(cell: str) -> str:
    """Text of a comment, which newer files give as JSON pieces: `{"text":"a"},{"text":"b"}`."""
    if not cell.lstrip().startswith("{"):
        return cell
    try:
        pieces: Any = json.loads(f"[{cell}]")
    except (ValueError, RecursionError):
        return cell
    if len(pieces) == 1 and isinstance(pieces[0], dict) and isinstance(pieces[0].get("takeoutSegments"), list):
        pieces = pieces[0]["takeoutSegments"]
    texts = [piece.get("text") for piece in pieces if isinstance(piece, dict)]
    return "".join(text for text in texts if isinstance(text, str))


def timestamp(text: str) -> datetime:
    """Read Takeout's time, such as 2020-01-31T10:00:00+00:00.

    Raises:
        ValueError: It is no time with a zone.
    """
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        raise ValueError(f"{text[:40]!r} names no zone")
    return moment


def is_time(text: str) -> bool:
    """Whether a cell is one of Takeout's times."""
    try:
        timestamp(text)
    except ValueError:
        return False
    return True


def channel_id_whole(text: str) -> bool:
    """Whether a cell is a channel's id with its leading UC."""
    return channel_id(text) == text.strip() != ""


def _named(header: Sequence[str], names: Mapping[str, str]) -> dict[str, int]:
    found = positions(header, names.values())
    return {meaning: found[name] for meaning, name in names.items() if name in found}
