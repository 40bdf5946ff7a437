"""The columns of a roster as fields: what each takes, and how its cells are cleaned."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import Resource

from cases.archives.states import (
    Category,
    Cause,
    DisabilityKind,
    DiseaseClass,
    DocumentKind,
    Education,
    EmployerKind,
    EmployerState,
    Employment,
    Facilities,
    FilingLevel,
    Health,
    Housing,
    Insurance,
    Marriage,
    ModelWorker,
    Politics,
    PriorityGroup,
    Registration,
    Relation,
    Sex,
    Status,
    StockKind,
    Want,
    WorkerType,
)
from cases.rosters.resources import kinds, widgets
from cases.rosters.resources.widgets import LabelWidget, TextWidget, Unclear
from cases.rosters.rules.entries import ERROR, Issue
from cases.rosters.rules.rows import Cells
from hardship.kernel.sheets import CellError

CLEAR = "清空"


class CellResource(Resource):  # type: ignore[misc]
    """Cleans the cells of one person, each by its field, and gathers what is wrong with them."""

    KEPT = frozenset({"name", "id_number", "relation"})  # what no file can be without

    def cleared_cells(
        self, cells: Cells, *, row: int, prefix: str = ""
    ) -> tuple[frozenset[str], list[Issue]]:
        """The keys whose cells ask for 清空, and the remarks on those that cannot be."""
        asked = {key for key, cell in cells.items() if isinstance(cell, str) and cell.strip() == CLEAR}
        why = _("这一项不能清空，请填写正确的内容，或留空表示不改。")
        refused = asked & self.KEPT
        issues = [Issue(row, prefix + key, ERROR, "not_clearable", why) for key in sorted(refused)]
        return frozenset(asked - refused), issues

    def clean_cells(
        self, cells: Cells, *, row: int, prefix: str = "", **context: Any
    ) -> tuple[dict[str, Any], list[Issue]]:
        """The values by key, and the remarks on cells of this Excel row. Blank cells are not passed in."""
        values: dict[str, Any] = {}
        issues: list[Issue] = []
        for key, cell in cells.items():
            field = self.fields.get(key)
            if field is None:
                continue
            try:
                values[key] = self._clean(field, key, cell, context)
            except Unclear as unclear:
                issues.append(Issue(row, prefix + key, unclear.level, unclear.code, str(unclear)))
                if unclear.level != ERROR:
                    values[key] = unclear.value
        return values, issues

    @staticmethod
    def _clean(field: Field, key: str, cell: object, context: Mapping[str, Any]) -> Any:
        if isinstance(cell, CellError):
            raise Unclear("formula_error", cell.message)
        return field.clean({key: cell}, **context)


def declare(key: str, widget: Any) -> Field:
    """A field whose column and attribute are both the key of rules.roster.layout."""
    return Field(attribute=key, column_name=key, widget=widget)


class PersonResource(CellResource):
    """What a roster may say of anybody."""

    name = declare("name", widgets.NameWidget(50))
    sex = declare("sex", LabelWidget(Sex))
    ethnicity = declare("ethnicity", TextWidget(20))
    politics = declare("politics", LabelWidget(Politics))
    id_number = declare("id_number", widgets.IdWidget())
    document_kind = declare("document_kind", LabelWidget(DocumentKind))
    document_number = declare("document_number", kinds.DocumentWidget())
    birth_on = declare("birth_on", widgets.DateWidget())
    marriage = declare("marriage", LabelWidget(Marriage))
    registration = declare("registration", LabelWidget(Registration))
    health = declare("health", kinds.HealthWidget(Health))
    health_original = declare("health_original", TextWidget(20))
    disease = declare("disease", TextWidget(40))
    disease_class = declare("disease_class", LabelWidget(DiseaseClass))
    disability = declare("disability", widgets.DisabilityWidget(DisabilityKind))
    insurance = declare("insurance", widgets.InsuranceWidget(Insurance))
    status = declare("status", widgets.StatusWidget(Status))
    model_worker = declare("model_worker", LabelWidget(ModelWorker))
    staff_no = declare("staff_no", TextWidget(30))
    is_union_member = declare("is_union_member", widgets.YesWidget())
    employment = declare("employment", LabelWidget(Employment))
    employer = declare("employer", TextWidget(80))
    employer_kind = declare("employer_kind", LabelWidget(EmployerKind))
    employer_state = declare("employer_state", LabelWidget(EmployerState))
    industry = declare("industry", TextWidget(40))
    working_since = declare("working_since", widgets.DateWidget(needs_day=False))
    joined_on = declare("joined_on", widgets.DateWidget(needs_day=False))
    contract_on = declare("contract_on", widgets.DateWidget(needs_day=False))
    contract_months = declare("contract_months", kinds.TermWidget())
    education = declare("education", LabelWidget(Education))
    seeks_work = declare("seeks_work", widgets.YesWidget())
    skills = declare("skills", TextWidget(100))
    job_wishes = declare("job_wishes", TextWidget(100))
    training_wishes = declare("training_wishes", TextWidget(100))
    monthly_income = declare("monthly_income", widgets.YuanWidget())
    phone = declare("phone", widgets.PhoneWidget())
    other_contact = declare("other_contact", TextWidget(60))
    postcode = declare("postcode", widgets.PostcodeWidget())


class HeadResource(PersonResource):
    """The head, and what the row says of the household."""

    former_no = declare("former_no", TextWidget(40))
    category = declare("category", widgets.CategoryWidget(Category))
    housing_type = declare("housing_type", LabelWidget(Housing))
    floor_area = declare("floor_area", widgets.AreaWidget())
    address = declare("address", TextWidget(120))
    is_single_parent = declare("is_single_parent", widgets.YesWidget())
    annual_income = declare("annual_income", widgets.YuanWidget())
    persons = declare("persons", widgets.PersonsWidget())
    monthly_per_capita = declare("monthly_per_capita", widgets.YuanWidget())
    registered_at = declare("registered_at", TextWidget(80))
    has_self_help = declare("has_self_help", widgets.YesWidget())
    is_zero_employment = declare("is_zero_employment", widgets.YesWidget())
    main_cause = declare("main_cause", widgets.CauseWidget(Cause))
    bank_name = declare("bank_name", TextWidget(40))
    bank_branch = declare("bank_branch", TextWidget(60))
    bank_card = declare("bank_card", widgets.CardWidget())
    filed_on = declare("filed_on", widgets.DateWidget())
    worker_type = declare("worker_type", LabelWidget(WorkerType))
    filing_level = declare("filing_level", LabelWidget(FilingLevel))
    stock_kind = declare("stock_kind", LabelWidget(StockKind))
    priority_group = declare("priority_group", LabelWidget(PriorityGroup))
    original_category = declare("original_category", TextWidget(20))
    secondary_causes = declare("secondary_causes", widgets.CausesWidget(Cause))
    cause_note = declare("cause_note", TextWidget(500))
    wants = declare("wants", kinds.WantsWidget(Want))
    is_on_dibao = declare("is_on_dibao", widgets.YesWidget())
    dibao_amount = declare("dibao_amount", widgets.YuanWidget())
    relief_card = declare("relief_card", TextWidget(40))
    usable_area = declare("usable_area", widgets.AreaWidget())
    monthly_rent = declare("monthly_rent", widgets.YuanWidget())
    facilities = declare("facilities", LabelWidget(Facilities))
    homes = declare("homes", kinds.WholeWidget(0, 99))
    vehicles = declare("vehicles", kinds.WholeWidget(0, 99))
    vehicle_note = declare("vehicle_note", TextWidget(120))
    vehicle_value = declare("vehicle_value", widgets.YuanWidget())
    has_business = declare("has_business", widgets.YesWidget())
    deposits = declare("deposits", widgets.YuanWidget())
    securities = declare("securities", widgets.YuanWidget())
    asset_note = declare("asset_note", TextWidget(300))
    expense_medical = declare("expense_medical", widgets.YuanWidget())
    expense_disability = declare("expense_disability", widgets.YuanWidget())
    expense_schooling = declare("expense_schooling", widgets.YuanWidget())
    expense_housing = declare("expense_housing", widgets.YuanWidget())
    expense_care = declare("expense_care", widgets.YuanWidget())
    expense_work = declare("expense_work", widgets.YuanWidget())
    expense_other = declare("expense_other", widgets.YuanWidget())
    remark = declare("remark", TextWidget(300))
    own_remark = declare("own_remark", TextWidget(200))


class MemberResource(PersonResource):
    """What a roster may say of a member of the family alone."""

    relation = declare("relation", widgets.RelationWidget(Relation))
    entry_year = declare("entry_year", kinds.WholeWidget(1950, 2100))
    school_years = declare("school_years", kinds.YearsWidget())
    grade = declare("grade", kinds.WholeWidget(1, 12))
    remark = declare("remark", TextWidget(200))
