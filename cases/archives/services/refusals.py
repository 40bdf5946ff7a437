"""Why a write on a file is refused, each with a sentence for the person who tried."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household, ReturnReason
from cases.archives.rules import Missing
from cases.archives.selectors.entry import get_holder
from hardship.kernel.workflow import Refused

# The blind index by which a constraint keeps a person in one active file.
COLUMN_OF = {
    "member_in_one_active_file": "id_number_index",
    "member_document_in_one_active_file": "document_index",
}
# The value stands nowhere but in the detail of the error, as PostgreSQL prints bytes in every language.
BLIND_INDEX = re.compile(r"\\x([0-9a-f]+)")


class FileRefused(Refused):
    """A write on a file that may not be made now."""


class StaleFile(FileRefused):
    """Somebody saved the same part in between: `name` is who, `at` when."""

    def __init__(self, *, name: str, at: datetime | None) -> None:
        self.name, self.at = name, at
        when = timezone.localtime(at).strftime("%m-%d %H:%M") if at else _("刚才")
        super().__init__(
            _("%(name)s 在 %(when)s 改过这部分内容，请核对后再继续。")
            % {"name": name or _("他人"), "when": when}
        )


class IncompleteFile(FileRefused):
    """The file still lacks these items."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        self.missing = missing
        labels = "、".join(item.label for item in missing[:5])
        more = _("等") if len(missing) > 5 else ""
        super().__init__(
            _("还缺 %(count)s 项，补齐后才能提交：%(labels)s%(more)s。")
            % {"count": len(missing), "labels": labels, "more": more}
        )


class UnansweredReturn(FileRefused):
    """Reasons of the last return that are neither met by a change nor answered."""

    def __init__(self, reasons: Sequence[ReturnReason]) -> None:
        told = "；".join(
            _("%(section)s“%(reason)s”") % {"section": row.get_section_display(), "reason": row.reason}
            for row in reasons[:3]
        )
        more = _("等") if len(reasons) > 3 else ""
        super().__init__(
            _("还有 %(count)s 处退回原因没有答复，请修改，或说明不改的原因：%(told)s%(more)s。")
            % {"count": len(reasons), "told": told, "more": more}
        )


class UnexplainedFile(FileRefused):
    """Remarks on the file that nobody corrected or explained: their sentences."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(
            _("还有 %(count)s 处须核对或说明后才能提交，例如：%(first)s")
            % {"count": len(sentences), "first": sentences[0]}
        )


class HeldElsewhere(FileRefused):
    """Somebody for whom a file is to be begun stands in an active one: `holder`."""

    def __init__(self, holder: Household) -> None:
        self.holder = holder
        super().__init__(
            _("“%(union)s”已有此人的有效档案，一人只能在一份有效档案中，没有新建草稿。")
            % {"union": holder.union.name}
        )


class ActiveElsewhere(FileRefused):
    """Somebody of the family stands in another active file; the sentence names its union."""


@contextmanager
def one_active_file(household: Household) -> Iterator[None]:
    """A write that the database refuses because a person is in another active file.

    The sentence names that file's union and nothing more (requirement A10).
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        column = COLUMN_OF.get(getattr(diagnosis, "constraint_name", None) or "")
        if column is None:
            raise
        found = BLIND_INDEX.search(getattr(diagnosis, "message_detail", None) or "")
        raise ActiveElsewhere(
            _sentence(household, column, bytes.fromhex(found[1]) if found else b"")
        ) from error


def _sentence(household: Household, column: str, index: bytes) -> str:
    holder = get_holder(column, index, other_than=household)
    if holder is None:
        return _("家庭成员中有两人的证件号码相同，请核对。")
    person = household.members.filter(removed_at__isnull=True, **{column: index}).first()
    return _("%(person)s已在“%(union)s”的有效档案中，一人只能在一份有效档案中；请与该工会核实后再办。") % {
        "person": person.name if person and person.name else _("此人"),
        "union": holder.union.name,
    }
