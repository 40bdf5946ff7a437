from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "hardship.kernel"
    label = "kernel"

    def ready(self) -> None:
        from hardship.kernel.fields.words import speak_plainly

        speak_plainly()
