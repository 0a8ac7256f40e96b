"""The servers as fixtures. One server a session, put back to its first state for every test that asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.mastodon import Mastodon
from tests.servers.mastodon import mastodon as running_mastodon
from tests.servers.snac import Snac
from tests.servers.snac import snac as running_snac
from tests.servers.wordpress import Site
from tests.servers.wordpress import wordpress as running_wordpress


@pytest.fixture(scope="session")
def wordpress_server() -> Iterator[Site]:
    with running_wordpress() as site:
        yield site


@pytest.fixture
def wordpress(wordpress_server: Site) -> Site:
    """WordPress with 250 made-up posts and nothing else; see tests/servers/wordpress.py."""
    wordpress_server.restore()
    return wordpress_server


@pytest.fixture(scope="session")
def mastodon_server() -> Iterator[Mastodon]:
    with running_mastodon() as server:
        yield server


@pytest.fixture
def mastodon(mastodon_server: Mastodon) -> Mastodon:
    """A stand-in for Mastodon with two silent accounts; see tests/servers/mastodon.py."""
    mastodon_server.restore()
    return mastodon_server


@pytest.fixture
def snac() -> Iterator[Snac]:
    """snac with one silent account; see tests/servers/snac.py. It starts in a moment, so every test has its own."""
    with running_snac() as server:
        yield server
