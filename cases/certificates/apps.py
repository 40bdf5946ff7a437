from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class CertificatesConfig(RoomConfig):
    name = "cases.certificates"
    label = "certificates"
    verbose_name = _("优待证")
    registers = ("desk",)
