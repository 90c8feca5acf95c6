"""Find pip, and hand pip's settings on to uv: a school behind a mirror has told pip about it, not us."""

import configparser
import os
import subprocess
import sys
from pathlib import Path

from tools.launch.places import PYTHON, made, var

DEBIAN_WHEELS = Path("/usr/share/python-wheels")
# pip's setting, and uv's word for it
WORDS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}


def installer(environment: dict[str, str]) -> list[str | Path] | None:
    """The start of a pip command that installs into `.venv`, or None where no pip can be had."""
    if _works([str(PYTHON), "-m", "pip", "--version"]):
        return [PYTHON, "-m", "pip"]
    if _works([sys.executable, "-m", "pip", "--python", str(PYTHON), "--version"]):
        return [sys.executable, "-m", "pip", "--python", PYTHON]
    wheel = _wheel(DEBIAN_WHEELS) or _wheel(_unpacked()) or _from_debian(environment)
    return [PYTHON, wheel / "pip"] if wheel else None


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _wheel(folder: Path) -> Path | None:
    return next(iter(sorted(folder.glob("pip-*.whl"), reverse=True)), None)


def _unpacked() -> Path:
    return var() / "bootstrap" / "usr/share/python-wheels"


def _from_debian(environment: dict[str, str]) -> Path | None:
    """Fetch Debian's own pip wheel into `var/`. Needs no root and changes nothing on the system."""
    folder = made(var() / "bootstrap")
    for name in ("lists/partial", "cache/archives/partial"):
        made(folder / name)
    apt = [
        "apt-get",
        "-qq",
        "-o",
        f"Dir::State::lists={folder / 'lists'}",
        "-o",
        f"Dir::Cache={folder / 'cache'}",
    ]
    try:
        for command in ([*apt, "update"], [*apt, "download", "python3-pip-whl"]):
            subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
        package = next(folder.glob("python3-pip-whl_*.deb"))
        subprocess.run(["dpkg-deb", "-x", package, folder], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError, StopIteration):
        return None
    return _wheel(_unpacked())


def as_uv(environment: dict[str, str]) -> dict[str, str]:
    """pip's mirror settings as uv's variables. What is set for uv itself wins."""
    found = {
        word: " ".join(value.split())
        for setting, word in WORDS.items()
        if (value := _setting(setting, environment)) and word not in environment
    }
    # uv stops at the first index that knows a name; pip asks all. The hashes make asking all safe.
    return {"UV_INDEX_STRATEGY": "unsafe-best-match", **found}


def _setting(name: str, environment: dict[str, str]) -> str:
    variable = f"PIP_{name.upper().replace('-', '_')}"
    if variable in environment:
        return environment[variable]
    value = ""
    for file in _files(environment):
        parser = configparser.RawConfigParser()
        try:
            parser.read(file, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue
        for section in ("global", "install"):
            value = parser.get(section, name, fallback=value)
    return value


def _files(environment: dict[str, str]) -> list[Path]:
    """In pip's own order: later files win."""
    home = Path(environment.get("HOME", "/nonexistent"))
    system = environment.get("XDG_CONFIG_DIRS", "/etc/xdg").split(os.pathsep)
    user = Path(environment.get("XDG_CONFIG_HOME", home / ".config"))
    named = [Path(environment["PIP_CONFIG_FILE"])] if environment.get("PIP_CONFIG_FILE") else []
    return [
        *(Path(folder) / "pip/pip.conf" for folder in system),
        Path("/etc/pip.conf"),
        home / ".pip/pip.conf",
        user / "pip/pip.conf",
        *named,
    ]
