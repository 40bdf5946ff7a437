"""What several tests of the kernel stand on."""

import pytest


@pytest.fixture
def templates(settings):
    """Templates by name, beside those of the project."""

    def put(**named):
        found = {f"{name}.html": text for name, text in named.items()}
        engine = settings.TEMPLATES[0]
        loaders = [
            ("django.template.loaders.locmem.Loader", found),
            ("django.template.loaders.filesystem.Loader", [settings.BASE_DIR / "templates"]),
        ]
        options = {**engine["OPTIONS"], "loaders": loaders}
        settings.TEMPLATES = [{**engine, "APP_DIRS": False, "OPTIONS": options}]

    return put
