"""Where things are. Everything the launcher makes lies under `var/`, `.venv/` or `frontend/node_modules/`."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "frontend"
LOCKS = ROOT / "requirements"


def var() -> Path:
    """The folder for data. SPINNEY_VAR moves it, for instance to try a restored copy."""
    return Path(os.environ.get("SPINNEY_VAR", ROOT / "var")).resolve()


def files_folder(of: Path | None = None) -> Path:
    """Where attachments lie: the folder of FILES_URL, else `files` under the data of this server."""
    where = urlsplit(os.environ.get("FILES_URL", ""))
    return Path(unquote(where.path)) if where.path else (of or var()) / "files"


def made(folder: Path, *, mode: int = 0o755) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=mode)
    return folder


def log_file(name: str) -> Path:
    """Readable by its owner only: a log may name a file, and a file's name may name a child."""
    file = made(var() / "log") / f"{name}.log"
    file.touch(mode=0o600)
    return file


def stamp_file(name: str) -> Path:
    return made(var() / "stamps") / name


def stamped(file: Path, value: str) -> bool:
    try:
        return file.read_text(encoding="utf-8") == value
    except OSError:
        return False


def private_home(environment: dict[str, str]) -> dict[str, str]:
    """Caches go under `var/cache` for a user whose home folder cannot be written, such as nobody."""
    home = Path(environment.get("HOME", "/nonexistent"))
    if os.access(home, os.W_OK):
        return environment
    cache = made(var() / "cache")
    return {
        **environment,
        "HOME": str(cache),
        "UV_CACHE_DIR": str(cache / "uv"),
        "PIP_CACHE_DIR": str(cache / "pip"),
        "npm_config_cache": str(cache / "npm"),
    }
