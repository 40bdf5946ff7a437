"""What comes of a petition: a lead to be contacted, an application, each begun with what was typed."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases.applications import services as applications
from cases.applications.models import Application
from cases.applications.services import start_off_file
from cases.archives.selectors.entry import asks_too_often
from cases.leads import services as leads
from cases.leads.models import Lead
from cases.leads.services import Told
from cases.leads.states import Channel as Heard
from cases.petitions.models import Petition
from cases.petitions.services.refusals import PetitionRefused
from cases.petitions.states import WRITERS, Channel
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow

HEARD = {
    Channel.VISIT: Heard.RECEPTION,
    Channel.HOTLINE: Heard.HOTLINE,
    Channel.PASSED: Heard.DEPARTMENT,
    Channel.TOUR: Heard.VISIT,
}
LONGEST = 500


@transaction.atomic
def open_lead(*, petition_id: int, by: User) -> Lead:
    """A lead of the own union with what was written down, tied to the petition. Raises PetitionRefused,
    LeadRefused where somebody looks after the person already."""
    petition = _lock(petition_id, by)
    if why := lead_blocker(petition, by):
        raise PetitionRefused(why)
    told = Told(
        channel=HEARD.get(Channel(petition.channel), Heard.OTHER), heard_on=petition.received_on,
        name=petition.name, hardship=petition.text[:LONGEST], phone=petition.phone.reveal() or None,
        id_number=petition.id_number.reveal() or None, employer=petition.employer, address=petition.address,
        heard_from=petition.number,
    )  # fmt: skip
    petition.lead = leads.record_lead(told=told, by=by)
    petition.save(update_fields=["lead"])
    audit.record("petition.lead", target=petition, by=by, lead=petition.lead.pk)
    return petition.lead


@transaction.atomic
def begin_aid(*, petition_id: int, programme_id: int, by: User) -> Application:
    """A draft of an application with what was written down, tied to the petition: on the file of the person,
    where they have one, else for somebody off file. Raises PetitionRefused and what beginning one raises:
    HeldElsewhere for whoever stands in another file."""
    petition = _lock(petition_id, by)
    if why := aid_blocker(petition, by):
        raise PetitionRefused(why)
    if asks_too_often(by):
        raise PetitionRefused(_("一小时内查到的外单位人员过多，请稍后再试。"))
    reason = petition.text[:LONGEST]
    if petition.household_id:
        made = applications.start(household_id=petition.household_id, programme_id=programme_id, by=by)
        made = applications.save(application_id=made.pk, version=made.version, by=by, reason=reason)
    else:
        head = {
            "name": petition.name, "id_number": petition.id_number.reveal(), "employer": petition.employer,
            "phone": petition.phone.reveal(),
        }  # fmt: skip
        made = start_off_file(programme_id=programme_id, head=head, reason=reason, by=by)
    petition.application = made
    petition.save(update_fields=["application"])
    audit.record("petition.aid", target=petition, by=by, application=made.pk)
    return made


def lead_blocker(petition: Petition, by: User) -> str:
    """Why this person may not open a lead from the petition, or ''."""
    if why := _blocker(petition, by):
        return why
    if petition.household_id:
        return _("此人已有档案，不用登记线索。")
    return _("已经登记了线索。") if petition.lead_id else ""


def aid_blocker(petition: Petition, by: User) -> str:
    """Why this person may not begin an application from the petition, or ''."""
    if why := _blocker(petition, by):
        return why
    if not by.has_role(Role.CLERK):
        return _("申请由经办人发起。")
    if petition.application_id:
        return _("已经发起了申请。")
    known = petition.household_id or petition.id_number
    return "" if known else _("没有身份证号，不能发起申请；请先问清楚，补到登记内容里。")


def _blocker(petition: Petition, by: User) -> str:
    if petition.union_id != by.union_id or not by.has_role(*WRITERS):
        return _("这一件由“%(union)s”的经办人或审核人办理。") % {"union": petition.union.name}
    if petition.accuses or petition.is_anonymous:
        return _("投诉、举报件和匿名件不转为线索和申请；对方要求帮助的，另行登记“求助”。")
    return "" if petition.is_open and not petition.is_offered else _("已经办结或正在转办。")


def _lock(petition_id: int, by: User) -> Petition:
    rows = Petition.objects.visible_to(by).select_related("union")
    petition: Petition = workflow.lock(rows, petition_id)
    return petition
