from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from hardship.audit import services as audit
from hardship.seals.services import seal_days


@pytest.fixture
def trail(cast):
    """`trail(3)`: so many rows on each of three days, the last of them two days ago; nothing is sealed."""

    def make(rows=3, days=3):
        made = []
        noon = timezone.localtime().replace(hour=12)
        for back in range(days + 1, 1, -1):
            with freeze_time(noon - timedelta(days=back)):
                made.append([audit.record("log.look", target=None, by=cast.clerk, n=n) for n in range(rows)])
        return made

    return make


@pytest.fixture
def sealed(trail):
    """Three days of three rows and an empty one, sealed."""
    made = trail()
    assert seal_days() == 4
    return made
