from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class SurveysConfig(RoomConfig):
    name = "cases.surveys"
    label = "surveys"
    verbose_name = _("年度核查")
    registers = (
        "selectors.surveys",
        "selectors.spotchecks",
        "services.surveys",
    )
