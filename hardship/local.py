"""What one machine keeps for itself outside production: a data directory and secrets made once.

Knows neither Django nor the rest of the project, so that settings and scripts can use it before anything else
works. Layout of the data directory (`.data/`, or wherever HARDSHIP_DATA points): `postgres/` the embedded
database server, `keys/` the secrets, `private/` the evidence files, `static/` the collected static files.
"""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    """The data directory, made when missing.

    Others may pass through it but not list it: as root the database server runs under another user and has to
    reach its own folder inside.
    """
    path = Path(os.environ.get("HARDSHIP_DATA") or ROOT / ".data").resolve()
    if not path.exists():
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o711)
    return path


def local_secret(name: str, nbytes: int = 32) -> bytes:
    """The secret of this name: made by the first caller, the same for every later one, even for two at once.

    Kept as hexadecimal digits in a file only its owner can read. Raises ValueError when a file holds another
    length: a damaged key must stop the program, a new one in its place would orphan what the old encrypted.
    """
    folder = data_dir() / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / name
    if not path.exists():
        _publish(path, secrets.token_hex(nbytes))
    value = bytes.fromhex(path.read_text("ascii").strip())
    if len(value) != nbytes:
        raise ValueError(f"{path} holds {len(value)} bytes instead of {nbytes}; restore it from a backup.")
    return value


def _publish(path: Path, content: str) -> None:
    """Write the whole file or none: a link fails when somebody else was first, and then theirs stands."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(content + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
