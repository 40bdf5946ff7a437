from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "hardship.kernel"
    label = "kernel"
