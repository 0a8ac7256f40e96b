"""What can be set for the connectors to Meta's Graph API."""

from __future__ import annotations

from pydantic import Field

from monitor.sources.live import LiveOptions

BASE = "https://graph.facebook.com"


class GraphOptions(LiveOptions):
    """Keys that they share."""

    base: str = Field(BASE, description="address of the API; change it only for a proxy of your own")
    version: str = Field(
        "v26.0",
        pattern=r"^v[0-9]{1,3}\.[0-9]{1,2}$",
        description="version of the API that is spoken; Meta keeps each for about two years",
    )
    comment_days: int = Field(
        28,
        ge=0,
        le=3650,
        description="comments are read of posts on which something happened in so many days; 0: none are read",
    )
