"""招聘会: written down before, counted once held; what cannot be is refused by page, service and database."""

import pytest
from django.db import DatabaseError
from django.urls import reverse

from cases.employment.models import JobFair
from cases.employment.selectors.fairs import list_uncounted
from cases.employment.services.fairs import Fair, change_fair, make_fair
from hardship.kernel.workflow import Refused
from tests.cases.employment.conftest import today
from tests.funds.budgets.test_around_python import run_and_undo, take_away

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D1")]
COUNTED = (20, 300, 500, 60, 20)


def told(*counts, held=0):
    return Fair("春风行动", "spring", today(held), "体育馆", *counts)


def test_a_fair_is_written_down_and_counted_later(cast, county_clerk, client):
    row = make_fair(fair=told(held=-2), by=county_clerk)
    assert [one.pk for one in list_uncounted(county_clerk)] == [row.pk]
    assert not list_uncounted(cast.clerk)
    done = change_fair(fair_id=row.pk, fair=told(*COUNTED, held=-2), by=county_clerk)
    assert (done.is_counted, done.counter, done.hired) == (True, county_clerk.name, 20)
    assert not list_uncounted(county_clerk)
    with pytest.raises(Refused, match="的经办人、审核人办理"):
        change_fair(fair_id=row.pk, fair=told(held=-2), by=cast.city_reviewer)
    client.force_login(county_clerk)
    url = reverse("employment:fair", args=[row.pk])
    data = {
        "name": "春风行动",
        "kind": "spring",
        "held_on": str(today(-2)),
        "place": "体育馆",
        "employers": "x",
    }
    assert "employers" in client.post(url, data).context["form"].errors
    client.force_login(cast.city_reviewer)
    page = client.get(url).content.decode()
    assert ('name="held_on"' in page, "500" in page) == (False, True)
    assert client.post(url, {**data, "employers": ""}).status_code == 409


@pytest.mark.parametrize(
    ("counts", "held", "field"),
    [
        (COUNTED, 1, "held_on"),
        ((20, 300, 500, 60), 0, "employers"),
        ((20, 300, 59, 60, 20), 0, "intents"),
        ((20, 300, 500, 60, 61), 0, "hired"),
    ],
)
def test_what_may_not_be_is_refused(county_clerk, counts, held, field):
    with pytest.raises(Refused) as refused:
        make_fair(fair=told(*counts, held=held), by=county_clerk)
    assert refused.value.field == field
    assert not JobFair.objects.exists()


@pytest.mark.parametrize(
    ("guard", "sets"),
    [
        ("trigger employment_jobfair employment_jobfair_guard", "held_on = held_on + 9"),
        ("trigger employment_jobfair employment_jobfair_guard", "made_by_id = NULL"),
        ("constraint employment_jobfair fair_counted_whole", "hired = NULL"),
        ("constraint employment_jobfair fair_intents_of_visitors", "visitors = 1"),
        ("constraint employment_jobfair fair_hired_of_intents", "hired = 61"),
    ],
)
def test_the_database_refuses(county_clerk, guard, sets):
    make_fair(fair=told(*COUNTED), by=county_clerk)
    sql = f"UPDATE employment_jobfair SET {sets}"
    with pytest.raises(DatabaseError):
        run_and_undo(sql)
    take_away(guard)
    run_and_undo(sql)
