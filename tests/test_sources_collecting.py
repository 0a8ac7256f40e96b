import gc

import pytest

from monitor.sources.collecting import NEW_OBJECTS, rare_collections


def test_the_collector_is_as_before_afterwards_even_if_the_import_breaks() -> None:
    usual, frozen = gc.get_threshold(), gc.get_freeze_count()
    with pytest.raises(RuntimeError), rare_collections():  # noqa: PT012 - what holds inside is the test
        assert gc.get_threshold() == (NEW_OBJECTS, *usual[1:])
        assert gc.isenabled()
        raise RuntimeError
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() <= frozen
