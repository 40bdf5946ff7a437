"""The built-in channel, and what the worker does every hour."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext_lazy as _

from hardship.jobs.services import chores
from hardship.messaging import services


class Email:
    """By e-mail, where settings.EMAIL_HOST names a server."""

    label = _("电子邮件")

    def is_open(self) -> bool:
        return bool(settings.EMAIL_HOST)

    def check(self, address: str) -> str:
        return services.check_email(address)

    def send(self, address: str, *, subject: str, text: str) -> None:
        send_mail(subject, text, None, [address])


services.CHANNELS.add("email")(Email())
chores.add("messaging.digests")(services.send_digests)
chores.add("messaging.ending")(services.remind_of_ending)
