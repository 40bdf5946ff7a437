"""The built-in channels, and what the worker does every hour."""

import json
import os
from pathlib import Path
from uuid import uuid4

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


class FileDrop:
    """By a file in settings.SMS_DROP, which the gateway of the union's telephone company picks up: the number
    and the text as JSON. It is there whole or not at all, and readable for nobody else."""

    label = _("短信（由短信网关发送）")

    def is_open(self) -> bool:
        return bool(settings.SMS_DROP) and Path(settings.SMS_DROP).is_dir()

    def check(self, address: str) -> str:
        return services.check_mobile(address)

    def send(self, address: str, *, subject: str, text: str) -> None:
        folder, name = Path(settings.SMS_DROP), uuid4().hex
        draft = folder / f".{name}.part"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump({"to": address, "text": f"{subject}\n{text}"}, file, ensure_ascii=False)
        draft.rename(folder / f"{name}.json")


services.CHANNELS.add("email")(Email())
services.CHANNELS.add("sms")(FileDrop())
chores.add("messaging.digests")(services.send_digests)
chores.add("messaging.ending")(services.remind_of_ending)
