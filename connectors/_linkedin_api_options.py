"""What can be set for reading LinkedIn pages."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from monitor.sources.live import LiveOptions

PORTABILITY, COMMUNITY = "portability", "community"
NAME = "linkedin_api"


class LinkedInOptions(LiveOptions):
    """The table `[connectors.linkedin_api]`."""

    base: str = Field(
        "https://api.linkedin.com", description="address of the API; change it only for a proxy of your own"
    )
    product: Literal["portability", "community"] = Field(
        "portability",
        description="which of LinkedIn's products your app was given: portability (Pages Data Portability API, for "
        "page admins in the EU) or community (Community Management API)",
    )
    version: str = Field(
        "202609",
        pattern=r"^20[0-9]{2}(0[1-9]|1[0-2])$",
        description="version of the API that is spoken, a year and month; LinkedIn switches each off after a year",
    )
    daily_calls: int = Field(
        100,
        ge=1,
        le=100_000,
        description="most calls a day (UTC), all pages together; an app that is not yet through LinkedIn's review has "
        "100 a person and day",
    )
    comment_days: int = Field(
        30, ge=0, le=365, description="comments and counts are read of posts of so many days; 0: none are"
    )
    comment_requests: int = Field(
        30, ge=0, le=1000, description="most calls for comments in one visit of a page; the next one goes on"
    )
    feed_requests: int = Field(
        15,
        ge=1,
        le=120,
        description="portability only: most questions in one visit that LinkedIn answers only once a minute",
    )
