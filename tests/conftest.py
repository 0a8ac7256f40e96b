"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.secrets import Scrubber

pytest_plugins = ["tests.servers.fixtures"]
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of real exports kept beside the project; tests that need it say so when it is missing."""
    if not SHARED.is_dir():
        pytest.skip("needs the real exports in ../shared/data, which are not here")
    return SHARED


@pytest.fixture(autouse=True)
def _secrets_of_one_test_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test resolves as a secret must not be taken out of the texts of the next one."""
    monkeypatch.setattr("monitor.secrets._SCRUBBER", Scrubber())
