"""The pages of the spot checks: the duty, the draw, what was found, paper and workbook."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.archives.services.steps import take_step
from cases.surveys.models import SpotCheck
from cases.surveys.services.spotchecks import draw_sample, record_finding
from hardship.audit.models import AuditRecord
from hardship.desk.selectors import list_todo
from tests.factories import HouseholdFactory
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A8")]
LIST = reverse("surveys:spot_checks")


@world
def homes(cast):
    return [
        HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
        for _n in range(2)
    ]


def text(response):
    return response.content.decode()


def test_a_sample_is_drawn_worked_off_and_taken_along(as_user, cast, homes):
    client = as_user(cast.reviewer)
    assert "今年还没有抽查" in text(client.get(LIST))
    assert client.post(LIST, {"share": "0"}).status_code == 422
    page = text(client.post(LIST, {"share": "100"}, follow=True))
    check = SpotCheck.objects.get()
    assert "已抽取 2 户" in page
    assert check.seed in page
    assert check.population_hash in page
    again = client.post(LIST, {"share": "100"})
    assert again.status_code == 409
    assert "抽够" in text(again)
    first, second = (reverse("surveys:spot_finding", args=[check.uid, place]) for place in (1, 2))
    assert client.post(first, {"action": "differ", "note": ""}).status_code == 409
    assert client.post(first, {"action": "differ", "note": "多一口人"}).url == second
    client.post(second, {"action": "match"})
    page = text(client.get(reverse("surveys:spot_check", args=[check.uid]), {"state": "differs"}))
    assert "多一口人" in page
    assert "100.0%" in page
    for name, start in (("spot_check_export", b"PK"), ("spot_check_sheets", b"%PDF")):
        content = client.get(reverse(f"surveys:{name}", args=[check.uid])).content
        assert content.startswith(start)
    assert AuditRecord.objects.filter(action__startswith="export.spot").count() == 2


def test_who_may_not_draw_or_look(as_user, cast, homes):
    check = draw_sample(year=timezone.localdate().year, share=Decimal(50), by=cast.reviewer)
    url = reverse("surveys:spot_check", args=[check.uid])
    assert as_user(cast.clerk).get(url).status_code == 403
    assert as_user(cast.stranger).get(url).status_code == 404
    client = as_user(cast.auditor)
    assert "是怎样抽的" in text(client.get(url))
    assert client.post(LIST, {"share": "30"}).status_code == 403
    finding = reverse("surveys:spot_finding", args=[check.uid, 1])
    assert client.post(finding, {"action": "match"}).status_code == 409


def test_a_difference_waits_for_the_clerk_until_it_is_answered(as_user, cast, homes):
    check = draw_sample(year=timezone.localdate().year, share=Decimal(100), by=cast.reviewer)
    row = check.rows.order_by("position")[0]
    record_finding(row_id=row.pk, action="differ", note="多一口人", by=cast.reviewer)
    clerk, page = as_user(cast.clerk), reverse("archives:changes", args=[row.household_id])
    group = next(group for group in list_todo(cast.clerk) if group.query == "?differing=1")
    assert [(item.detail, item.url) for item in group.items] == [("多一口人", page)]
    found = text(clerk.get(reverse("lists:files") + group.query))
    names = [home.file_no for home in homes if home.file_no in found]
    assert names == [row.household.file_no]
    assert "多一口人" in text(clerk.get(page))
    finding = reverse("surveys:spot_finding", args=[check.uid, row.position])
    assert "还没有改正" in text(as_user(cast.reviewer).get(finding))
    assert page in text(as_user(cast.reviewer).get(reverse("surveys:spot_check", args=[check.uid])))
    take_step(household_id=row.household_id, action="verify", by=cast.clerk)
    assert not any(group.query == "?differing=1" for group in list_todo(cast.clerk))
    assert "多一口人" not in text(as_user(cast.clerk).get(page))
    assert "重新核查" in text(as_user(cast.reviewer).get(finding))
