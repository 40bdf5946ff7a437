"""The pages of a roster that were signed, as pictures or scans, with whoever brought them."""

from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases.giving.models import Roster, RosterPhoto
from cases.giving.services.refusals import ServiceRefused
from cases.giving.services.rosters import lock_roster
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.files import Accepted


@transaction.atomic
def add_photos(*, roster_id: int, photos: Sequence[Accepted], by: User) -> Roster:
    """Adds pages of the roster that was signed. Raises ServiceRefused for whoever is no clerk of its union, a
    roster that nobody signed yet, and a page that is there."""
    roster = lock_roster(roster_id, by)
    if not by.has_role(Role.CLERK) or by.union_id != roster.union_id:
        raise ServiceRefused(_("由“%(union)s”的经办人上传。") % {"union": roster.union})
    if not roster.is_signed:
        raise ServiceRefused(_("先登记签领，再上传签了字的花名册。"))
    known = set(roster.photos.values_list("sha256", flat=True))
    for photo in photos:
        if photo.sha256 in known:
            raise ServiceRefused(_("%(name)s 已经上传过。") % {"name": photo.original_name}, "photos")
        known.add(photo.sha256)
        RosterPhoto.objects.create(
            roster=roster, file=ContentFile(photo.content, f"roster.{photo.extension}"),
            original_name=photo.original_name, media_type=photo.media_type, size=photo.size,
            sha256=photo.sha256, by=by,
        )  # fmt: skip
    audit.record("roster.photo", target=roster, by=by, pages=len(photos))
    return roster
