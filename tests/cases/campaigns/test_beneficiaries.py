"""What a document says of whom its money helps, and how much of it, holds for everybody on a list."""

from decimal import Decimal

import pytest

from cases.campaigns.models import CampaignFund
from hardship.kernel.workflow import Refused
from tests.books import make_line
from tests.factories import unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C1", "E1")]


def test_money_of_a_document_for_some_pays_nobody_else_on_a_list(handed_in, approve, person, winter, cast):
    line = make_line(cast.finance, use="warmth", classes=["model", "deep"], person_cap=Decimal(2000))
    with unguarded():
        CampaignFund.objects.create(campaign=winter.campaign, fund=line.fund)
    row = handed_in(person())
    with pytest.raises(Refused, match="顾永兴：这项资金的文件规定了帮扶对象，受助人不在其中"):
        approve(row, line_id=line.pk)
    everybody = make_line(cast.finance, use="warmth", classes=["other"], person_cap=Decimal(2000))
    with unguarded():
        CampaignFund.objects.create(campaign=winter.campaign, fund=everybody.fund)
    with pytest.raises(Refused, match=r"顾永兴：超过.*规定的每人限额：上限 2,000\.00 元"):
        approve(row, line_id=everybody.pk)
    larger = make_line(cast.finance, use="warmth", classes=["other"], person_cap=Decimal(3000))
    with unguarded():
        CampaignFund.objects.create(campaign=winter.campaign, fund=larger.fund)
    assert approve(row, line_id=larger.pk).is_approved
