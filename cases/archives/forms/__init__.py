"""Forms of entering and reviewing a file."""

from cases.archives.forms.base import SectionForm
from cases.archives.forms.evidence import EvidenceForm
from cases.archives.forms.grids import MembersForm, MoneyForm
from cases.archives.forms.people import MemberForm, WorkerForm
from cases.archives.forms.review import AskForm, StartForm, StepForm, VerifyForm
from cases.archives.forms.sections import CausesForm, ConsentForm, HousingForm
from cases.archives.states import Section

SECTION_FORMS: dict[str, type[SectionForm]] = {
    Section.WORKER: WorkerForm,
    Section.MEMBERS: MembersForm,
    Section.MONEY: MoneyForm,
    Section.HOUSING: HousingForm,
    Section.CAUSES: CausesForm,
    Section.CONSENT: ConsentForm,
}

__all__ = [
    "SECTION_FORMS", "AskForm", "EvidenceForm", "MemberForm", "SectionForm", "StartForm", "StepForm",
    "VerifyForm",
]  # fmt: skip
