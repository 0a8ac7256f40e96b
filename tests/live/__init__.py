"""What every connector to a live interface must stand: a made-up account on a server that fails in every known way.

`world` is the account and `paging` how its lists are cut, `faults` what can go wrong with one exchange, `server` serves
a world with faults, `nights` visits it as the nightly job does, `suite` is the conformance suite. README.md says how to
plug a connector in.
"""

import pytest

pytest.register_assert_rewrite("tests.live.suite")  # so that its checks say what they found
