"""What can be set about reading X, the table `[connectors.x_api]`."""

from __future__ import annotations

from pydantic import Field

from connectors._x_api_names import POST_FIELDS, REFERENCED
from monitor.sources.live import LiveOptions

BASE = "https://api.x.com"


class XOptions(LiveOptions):
    """See the descriptions."""

    base: str = Field(BASE, description="address of the API; change it only for a proxy of your own")
    max_cost: float = Field(
        1.0,
        ge=0,
        allow_inf_nan=False,
        description="most USD that one run may spend, all accounts on X together; the next run goes on",
    )
    owned: bool = Field(
        False,
        description="the token is that of the account itself, which owns the app: its posts cost 0.001 USD, not 0.005",
    )
    mentions: bool = Field(
        True, description="read what others said to the account as well (the 800 newest, then what is new)"
    )
    referenced: bool = Field(
        True,
        description="let the posts come along that are reposted, quoted or answered, each at the price of a post; "
        "without them reposts have cut texts, and nobody knows whether a mention was answered",
    )

    @property
    def fields(self) -> dict[str, str]:
        """What is asked of each post of the account."""
        return {"tweet.fields": POST_FIELDS, **({"expansions": REFERENCED} if self.referenced else {})}

    @property
    def mention_fields(self) -> dict[str, str]:
        """What is asked of each post of others."""
        return {"tweet.fields": POST_FIELDS}

    @property
    def links_answers(self) -> bool:
        """Whether own replies tell what they answer."""
        return self.mentions and self.referenced
