"""The heartbeat: a request to a watching service when a run has ended, so that silence of the job is noticed too."""

from __future__ import annotations

import requests

from monitor.errors import RetryLater

TIMEOUT_SECONDS = 10


def ping(address: str) -> None:
    """Ask for `address` once.

    Raises:
        RetryLater: It did not answer well. The message does not repeat the address, which may hold a key.
    """
    try:
        answer = requests.get(address, timeout=TIMEOUT_SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        raise RetryLater(f"no answer ({type(error).__name__})", "job.heartbeat", "Check the address") from None
    if answer.status_code >= 400:
        raise RetryLater(f"answered with status {answer.status_code}", "job.heartbeat", "Check the address")
