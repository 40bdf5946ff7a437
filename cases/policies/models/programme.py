"""帮扶项目: what a published policy says of a kind of aid, as rows that applications and lists refer to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.policies.models.policy import Policy
from cases.policies.rules import PolicyDocument
from cases.policies.rules.document.amounts import Programme as Rule
from cases.policies.rules.vocabulary import GOODS, SUMLESS
from cases.policies.states import AidKind, Beneficiary
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel

NAME_LENGTH, CODE_LENGTH, NO_LENGTH, SUMMARY_LENGTH = 40, 40, 120, 300


class Programme(ScopedModel, AppendOnly):
    """One programme of one published version of a policy, for its union's subtree.

    Written when the policy is put into force and never changed: an application keeps the version that it was
    begun under. The amount, the papers and everything else stand in the document (`rule`); the columns are
    what lists narrow by. `document_no` is the paragraph that it rests on, else the paper's number; `uses` are
    the permitted uses of money that may pay, the first choice first. `notice_days` is 0 where there is none.
    """

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="programmes", verbose_name=_("政策制度"))
    code = models.SlugField(_("项目代码"), max_length=CODE_LENGTH)
    position = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("项目名称"), max_length=NAME_LENGTH)
    kind = models.CharField(_("帮扶种类"), max_length=12, choices=AidKind.choices)
    beneficiary = models.CharField(_("受助人"), max_length=10, choices=Beneficiary.choices)
    form = models.CharField(_("形式"), max_length=8)
    uses = ArrayField(models.SlugField(max_length=20), verbose_name=_("资金用途"))
    notice_days = models.PositiveSmallIntegerField(_("公示天数"))
    in_workdays = models.BooleanField(_("按工作日公示"), default=True)
    document_no = models.CharField(_("依据"), max_length=NO_LENGTH, blank=True)
    summary = models.CharField(_("政策要点"), max_length=SUMMARY_LENGTH, blank=True)

    needs_person = in_state(Beneficiary.STUDENT, Beneficiary.PATIENT, field="beneficiary")
    is_for_students = in_state(Beneficiary.STUDENT, field="beneficiary")
    is_service = in_state(*SUMLESS, field="form")  # no sum: a service, or goods by the piece
    gives_goods = in_state(GOODS, field="form")

    class Meta:
        verbose_name = verbose_name_plural = _("帮扶项目")
        indexes = [models.Index(fields=["union", "code"], name="programme_of_union")]
        constraints = [
            models.UniqueConstraint(fields=["policy", "code"], name="programme_once_a_version"),
            check(
                "programme_has_use",
                models.Q(form__in=SUMLESS, uses__len=0)
                | (~models.Q(form__in=SUMLESS) & models.Q(uses__len__gt=0)),
                _("帮扶项目必须写明资金用途；服务和实物不用钱，没有用途。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def manner(self) -> str:
        """What is given instead of a sum, as papers say it; '' where there is a sum."""
        if not self.is_service:
            return ""
        return _now("发放实物，不发钱") if self.gives_goods else _now("提供服务，不发钱物")

    @property
    def document(self) -> PolicyDocument:
        return self.policy.document

    @property
    def rule(self) -> Rule:
        """What the document says of it."""
        return self.document.programmes[self.code]

    @property
    def use(self) -> str:
        """The use of money that it is paid from where nothing speaks against it; '' for a service."""
        return str(self.uses[0]) if self.uses else ""
