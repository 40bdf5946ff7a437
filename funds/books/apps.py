from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class BooksConfig(RoomConfig):
    name = "funds.books"
    label = "books"
    verbose_name = _("银行对账")
    registers = ("selectors", "desk", "packaging")
