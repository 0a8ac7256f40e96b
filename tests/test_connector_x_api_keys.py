"""Signatures with four keys: the published examples of X, and requests that a server of our own checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlencode

import pytest

from connectors._x_api_keys import Keys, owner_of, secrets_of
from monitor.errors import RenewToken
from tests.live.world import Answered
from tests.live.x_world import ACCOUNT, XWorld
from tests.x_api_case import Booth, booth

EXAMPLE = Keys(
    "xvz1evFS4wEEPTGEFPHBog",
    "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
    "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
    "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
)
"""The keys that X publishes for trying a signature."""

NONCE, AT = "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", 1318622958
FOUR = f"consumer:hidden-1:{ACCOUNT}-token:hidden-2"


@pytest.fixture(scope="module")
def stand() -> Iterator[Booth]:
    with booth() as made:
        yield made


def told(header: str) -> dict[str, str]:
    return {name: unquote(value) for name, value in re.findall(r'(oauth_\w+)="([^"]*)"', header)}


@pytest.mark.parametrize(
    ("address", "signature"),
    [
        ("https://api.twitter.com/1/statuses/update.json", "tnnArxj06cWHq44gCs1OSKk/jLY="),
        ("https://api.twitter.com:443/1.1/statuses/update.json", "hCtSmYh+iHYCEqBWrE7C7hYmtUk="),
    ],
)
def test_the_published_examples(address: str, signature: str) -> None:
    query = urlencode({"status": "Hello Ladies + Gentlemen, a signed OAuth request!", "include_entities": "true"})
    header = EXAMPLE.signed("POST", f"{address}?{query}", NONCE, AT)["Authorization"]
    assert header.startswith("OAuth ")
    assert told(header)["oauth_signature"] == signature


@pytest.mark.parametrize("token", [None, "", " "])
def test_no_token_no_header(token: str | None) -> None:
    assert secrets_of(token) == {}


@pytest.mark.parametrize("token", ["AAAA%2Bmade", " AAAA%2Bmade\n", "a:b:c", "a:b::d", "a:b:c:d:e"])
def test_what_is_not_four_keys_is_a_bearer_token(token: str) -> None:
    assert secrets_of(token) == {"Authorization": f"Bearer {token.strip()}"}
    assert owner_of(token) is None


def test_the_access_token_says_whose_it_is() -> None:
    assert owner_of(FOUR) == ACCOUNT
    assert owner_of("a:b:c:d") is None


class SignedWorld(XWorld):
    """Takes signed requests only, each signature once."""

    base, right = "", FOUR
    seen: frozenset[str] = frozenset()

    def answer(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answered:
        said, keys = told(headers["authorization"]), Keys.of(self.right)
        assert keys
        assert said["oauth_signature"] not in self.seen
        self.seen |= {said["oauth_signature"]}
        url = f"{self.base}{path}?{urlencode(query)}"
        if (
            keys.signed(method, url, said["oauth_nonce"], int(said["oauth_timestamp"]))["Authorization"]
            != headers["authorization"]
        ):
            return self.refusal(401)
        return super().answer(method, path, query, {"authorization": f"Bearer {self.token}"}, body)


def signed(stand: Booth, token: str = FOUR, **options: Any) -> SignedWorld:
    world = SignedWorld(options={"max_cost": 10, **options})
    world.base, world.right = stand.server.url, token
    world.token = token  # type: ignore[misc]
    return world


def test_every_try_is_signed_anew_and_no_key_leaves(stand: Booth) -> None:
    world = signed(stand)
    look = stand.look(world, faults=[None, "500", "503"])
    assert look.reach
    assert len(world.seen) == len(stand.server.asked) > 6
    assert not [asked for asked in stand.server.asked if asked.holds("hidden-")]


def test_wrong_keys_are_told(stand: Booth) -> None:
    world = signed(stand)
    world.right = FOUR.replace("hidden-2", "another")
    assert isinstance(stand.look(world).error, RenewToken)


@pytest.mark.parametrize(("owner", "price"), [(ACCOUNT, 0.001), (f"{ACCOUNT}1", 0.005)])
def test_only_the_tokens_own_account_has_the_owners_price(stand: Booth, owner: str, price: float) -> None:
    world = signed(stand, FOUR.replace(ACCOUNT, owner), owned=True, mentions=False, referenced=False)
    assert stand.look(world).spent == pytest.approx(0.010 + len(world.said) * price)
