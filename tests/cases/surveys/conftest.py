"""After every test of this room each entry says what its file says."""

import pytest

from cases.surveys.selectors.derived import list_differences


@pytest.fixture(autouse=True)
def entries_agree_with_their_files(request):
    marker = request.node.get_closest_marker("django_db")
    if marker is None:
        yield
        return
    request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
    yield
    assert not list_differences().values_list("household", "status", "derived")
