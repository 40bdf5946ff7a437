"""帮扶申请审批表 on paper."""

import pytest

from cases.applications.states import State
from hardship.audit.models import AuditRecord
from tests.cases.notices.test_notice_pages import NAME, text_of
from tests.factories import HouseholdFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B4")]


class TestApprovalForm:
    @pytest.mark.parametrize("state", [State.REVIEW, State.APPROVAL, State.APPROVED, State.REJECTED])
    def test_it_can_be_searched_and_carries_every_opinion(self, state, as_user, cast, make, line):
        household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, name=NAME)
        application = make(state, household=household, line=line)
        answer = as_user(cast.auditor).get(f"/approvals/{application.pk}/form.pdf")
        text = text_of(answer.content)
        for words in (NAME, application.number, "玖仟捌佰肆拾元整", "低保标准 820.00 元 × 12 = 9,840.00"):
            assert words in text, words
        for words in ("困难证明", "申报工会意见", "审批意见", "（盖章）"):
            assert words in text, words
        assert household.head.id_number.reveal() not in text
        assert (cast.approver.name in text) is (state in (State.APPROVED, State.REJECTED))
        assert ("办理结果：不予帮扶依据：帮扶管理办法第十二条。请核对" in text) is (state == State.REJECTED)
        assert AuditRecord.objects.filter(action="export.approval_form").count() == 1
