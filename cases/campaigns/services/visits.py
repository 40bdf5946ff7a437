"""A visit to somebody of an approved list is recorded, with photos and the wishes heard; a wish passes to
somebody else, is answered."""

from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.campaigns.models import Allotment, Beneficiary, Campaign, CampaignPhoto, CampaignVisit, Wish
from cases.campaigns.rules.visits import Told, find_visit_faults
from cases.campaigns.selectors.visits import find_home_visit, get_span, has_left, list_owners, list_wishes
from cases.campaigns.services.refusals import CampaignRefused, campaign_write
from cases.campaigns.states import WRITERS, Handed, Met, VisitKind
from cases.visits.models import HomeVisit
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.files import Accepted

MOST_PHOTOS = 9
HEAD = ("visited_on", "kind", "met", "handed", "proxy", "relation", "words", "may_publish")


@campaign_write
def record_visit(
    *, beneficiary_id: int, told: Told, by: User, photos: Sequence[Accepted] = ()
) -> CampaignVisit:
    """A try to see somebody of an approved list by a clerk of their union or one above. Raises
    CampaignRefused with the field that it is about: what does not fit (rules.visits), a family on file met at
    home without a home visit, a gift that never left, and one that was handed over before."""
    found = Beneficiary.objects.visible_to(by).get(pk=beneficiary_id)
    workflow.lock(Campaign.objects.all(), found.campaign_id)  # first, as whoever allots does
    rows = Beneficiary.objects.select_related("campaign", "list", "household")
    one: Beneficiary = workflow.lock(rows, found.pk)
    if why := visit_blocker(one, by):
        raise CampaignRefused(why)
    for field, fault in find_visit_faults(told, get_span(one)):
        raise CampaignRefused(fault, field)
    if told.handed == Handed.ISSUED and not has_left(one):
        raise CampaignRefused(
            _("物资还没有出库，请先在名单上登记发放物资，再登记交到。") if one.goods else
            _("慰问金还没有发到卡上，到账以后再登记交到。"), "handed",
        )  # fmt: skip
    allotment = Allotment.objects.filter(beneficiary=one).first()
    visit = CampaignVisit(
        union_id=one.union_id, beneficiary=one, team_id=allotment.team_id if allotment else None,
        home_visit=_home_visit(one, told), visitors=list(told.visitors), recorded_by=by,
        recorded_for=stood_in_for(by), **{name: getattr(told, name) for name in HEAD},
    )  # fmt: skip
    visit.save()
    _keep_photos(visit, photos, by)
    _keep_wishes(visit, told, by)
    audit.record(
        "campaign_visit.record", target=visit, by=by, handed=visit.handed, photos=len(photos),
        wishes=len(told.wishes),
    )  # fmt: skip
    return visit


def visit_blocker(one: Beneficiary, by: User) -> str:
    """Why this person may not record a visit to somebody of a list, or ''."""
    if not by.has_role(*WRITERS):
        return _("走访由经办人登记。")
    if not one.campaign.is_carried_out:
        return _("活动点了“开始慰问”以后、提交总结以前，才能登记走访。")
    if not one.list.is_approved or one.removed_at is not None:
        return _("只能走访已批准名单上的人。")
    if one.visits.filter(handed=Handed.ISSUED).exists():
        return _("已经登记交到，不用再登记。")
    return ""


@campaign_write
def pass_wish(*, wish_id: int, owner_id: int, by: User) -> Wish:
    """Makes a wish somebody else's task. Raises CampaignRefused for whoever is neither its owner nor a clerk
    of the scope, and once it is answered."""
    wish = _lock_wish(wish_id, by)
    owner = list_owners(wish.visit.beneficiary, by).filter(pk=owner_id).first()
    if owner is None:
        raise CampaignRefused(_("请选择本工会或这份名单所属工会的人。"), "owner")
    wish.owner = owner
    wish.save(update_fields=["owner"])
    audit.record("wish.pass", target=wish, by=by, owner=owner.pk)
    return wish


@campaign_write
def answer_wish(*, wish_id: int, answer: str, by: User) -> Wish:
    """Says what became of a wish. Raises CampaignRefused for whoever is not its owner nor stands in for
    them, without words, and a second time."""
    wish = _lock_wish(wish_id, by)
    if wish.owner_id not in people_of(by):
        raise CampaignRefused(_("由%(name)s办理，不是您的，请先转给您自己。") % {"name": wish.owner})
    if not answer.strip():
        raise CampaignRefused(_("请写明办理结果。"), "answer")
    wish.answer, wish.answered_at = answer.strip(), timezone.now()
    wish.answered_by, wish.answered_for = by, stood_in_for(by)
    wish.save(update_fields=["answer", "answered_at", "answered_by", "answered_for"])
    audit.record("wish.answer", target=wish, by=by)
    return wish


def receive_wish(wish: Wish, to: User) -> None:
    """The wish is the receiver's task from now on; the caller is in a transaction."""
    wish.owner = to
    wish.save(update_fields=["owner"])


def _lock_wish(wish_id: int, by: User) -> Wish:
    found = list_wishes(user=by).values_list("pk", flat=True).get(pk=wish_id)
    wish: Wish = workflow.lock(Wish.objects.select_related("visit__beneficiary", "owner"), found)
    if wish.answered_at is not None:
        raise CampaignRefused(_("这个愿望已经办结。"))
    if wish.owner_id not in people_of(by) and not by.has_role(*WRITERS):
        raise CampaignRefused(_("由%(name)s或经办人办理。") % {"name": wish.owner})
    return wish


def _home_visit(one: Beneficiary, told: Told) -> HomeVisit | None:
    """The home visit of a family on file that was met at home, by themselves or a relative. Raises
    CampaignRefused without one."""
    if told.kind != VisitKind.HOME or told.met in (Met.NOBODY, Met.PROXY) or one.household_id is None:
        return None
    found = find_home_visit(one, told.visited_on)
    if found is None:
        raise CampaignRefused(
            _("在档家庭的入户慰问就是一次入户调查：请先登记这户的入户调查，再回来登记交到了没有。"), "kind"
        )
    return found


def _keep_photos(visit: CampaignVisit, photos: Sequence[Accepted], by: User) -> None:
    if len(photos) > MOST_PHOTOS:
        raise CampaignRefused(_("照片最多 %(n)s 张。") % {"n": MOST_PHOTOS}, "photos")
    for photo in {one.sha256: one for one in photos}.values():
        CampaignPhoto.objects.create(
            visit=visit, file=ContentFile(photo.content, f"visit.{photo.extension}"),
            original_name=photo.original_name, media_type=photo.media_type, size=photo.size,
            sha256=photo.sha256, by=by,
        )  # fmt: skip


def _keep_wishes(visit: CampaignVisit, told: Told, by: User) -> None:
    owners = {one.pk: one for one in list_owners(visit.beneficiary, by)} if told.wishes else {}
    for wish in told.wishes:
        if wish.owner_id not in owners:
            raise CampaignRefused(_("请选择本工会或这份名单所属工会的人。"), "owner")
        Wish.objects.create(
            union_id=visit.union_id, visit=visit, text=wish.text, owner=owners[wish.owner_id],
            due_on=wish.due_on,
        )  # fmt: skip
