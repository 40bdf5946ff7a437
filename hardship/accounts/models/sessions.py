"""Sessions of the website."""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models.people import User
from hardship.accounts.models.unions import Union


class Session(AbstractBaseSession):
    """A session of the website: Django's, whose it is and at which union they work (accounts.sessions reads
    all with one query, and all sessions of a person can be ended)."""

    user = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="sessions", verbose_name=_("人员")
    )
    union = models.ForeignKey(
        Union, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("当前工会")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("会话")

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store
