"""Schema, static files and demo data, in one process; what is there already is left alone."""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hardship.settings")

import django  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402


def static_fingerprint() -> str:
    """Names, sizes and times of everything that would be collected: compressing it again takes seconds."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    lock = ROOT / "requirements" / "base.txt"
    for path in (lock, *sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())):
        found = path.stat()
        digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    stamp = settings.DATA_DIR / "static.sha256"
    now = static_fingerprint()
    if settings.DEBUG or (stamp.exists() and stamp.read_text() == now and settings.STATIC_ROOT.exists()):
        return
    # The font of the PDFs is read from its place and never sent to a browser.
    call_command(
        "collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=["noto-sans-sc"]
    )
    stamp.write_text(now)


def main() -> None:
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    call_command("seed_demo", "--if-empty")


if __name__ == "__main__":
    main()
