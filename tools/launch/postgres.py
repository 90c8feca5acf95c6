"""A PostgreSQL server of our own, on a unix socket, for when no DATABASE_URL is set."""

import hashlib
import os
import shutil
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tools.launch import binaries, pgconf
from tools.launch.places import made
from tools.launch.say import Problem, advice_for

OWNER = "spinney"
DATABASE = "spinney"
ADMIN = "postgres"
ROLES = ("spinney_app", "spinney_worker")  # made by the first migration to run here
SOCKET_NAME = "/.s.PGSQL.5432.lock"
LONGEST_SOCKET = 100  # the kernel takes 107 bytes
LARGEST_LOG = 10_000_000
REJECTING = 1  # pg_isready: the server is there but takes no connections yet
STARTING = 600
LONGEST_START = "3600"  # replaying a day's log takes a while; a server that gives up ends the wait
LOOK = 0.1
DYING = 10.0


@dataclass(frozen=True)
class Cluster:
    """One server: its data in `var/postgres`, finished log segments in `var/wal-archive`."""

    var: Path

    @property
    def data(self) -> Path:
        return self.var / "postgres"

    @property
    def archive(self) -> Path:
        """SPINNEY_WAL_ARCHIVE puts the archive on another disk than the data it protects.

        A folder of its own there: a restored copy on trial must not add its timeline to the original's.
        """
        elsewhere = os.environ.get("SPINNEY_WAL_ARCHIVE")
        if not elsewhere:
            return self.var / "wal-archive"
        return Path(elsewhere).resolve() / hashlib.sha256(os.fsencode(self.var)).hexdigest()[:12]

    @property
    def log(self) -> Path:
        return self.var / "log" / "postgres.log"

    @property
    def sockets(self) -> Path:
        near = self.var / "socket"
        plain = not set(str(near)) & set("\"',\\")
        if plain and len(os.fsencode(near)) + len(SOCKET_NAME) < LONGEST_SOCKET:
            return near
        name = hashlib.sha256(os.fsencode(self.var)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"spinney-{os.getuid()}-{name}"

    @property
    def url(self) -> str:
        return self.url_of(OWNER)

    def url_of(self, user: str) -> str:
        return f"postgresql://{user}@/{DATABASE}?host={quote(str(self.sockets))}"

    @property
    def identity(self) -> str:
        """Changes when the cluster was made anew, so that no stamp of an older one is believed."""
        try:
            found = (self.data / "PG_VERSION").stat()
        except OSError:
            return "none"
        return f"{self.data}:{found.st_ino}:{found.st_mtime_ns}"

    def running(self) -> bool:
        """Whether the server answers. A pid file alone proves nothing: the number may be another's by now."""
        for _ in range(STARTING):
            if not (self.data / "postmaster.pid").exists():
                return False
            code = self._pg("pg_isready", "-q", "-h", self.sockets, check=False).returncode
            if code != REJECTING:
                return code == 0
            time.sleep(LOOK)  # it is starting or recovering: somebody began it and was cut short
        return False

    def start(self, *extra: str) -> None:
        """Make the cluster if there is none, and start it. The caller holds the lock of `keeper`."""
        self._folders()
        if not self.data.exists():
            self._create()
        self._clear_what_a_crash_left()
        self.configure(*extra)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        self.log.touch(mode=0o600)
        binaries.hand_over(self.log)
        before = self.log.stat().st_size
        done = self._pg(
            "pg_ctl",
            "-w",
            "-t",
            LONGEST_START,
            "-D",
            self.data,
            "-l",
            self.log,
            "start",
            check=False,
        )
        if done.returncode:
            said = self.log.read_bytes()[before:].decode(errors="replace")
            raise Problem(
                "PostgreSQL did not start.\n" + "\n".join(said.strip().splitlines()[-8:]),
                advice_for(said) or "See docs/runbooks/database-down.md.",
            )

    def stop(self, mode: str = "fast") -> None:
        self._pg("pg_ctl", "-w", "-t", "60", "-D", self.data, "-m", mode, "stop", check=False)
        if self.sockets.parent != self.var:
            shutil.rmtree(self.sockets, ignore_errors=True)

    def prepare_database(self) -> None:
        """The owner is no superuser: row-level security binds it here as it does in production."""
        if not self.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{OWNER}'"):
            self.sql(f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE")
        self._share_roles()
        if not self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"):
            self.sql(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    def _share_roles(self) -> None:
        """The roles belong to the whole server. Tests run as the administrator and may have made them first; then
        the owner must be let into them, or its migrations could not hand them the tables."""
        for role in ROLES:
            if self.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'"):
                self.sql(f"GRANT {role} TO {OWNER} WITH ADMIN OPTION")

    def sql(self, text: str, *, database: str = "postgres") -> str:
        """The answer to statements run as the administrator: rows by line, columns by `|`."""
        return self._pg(*self.psql(database), given=text).stdout.strip()

    def psql(self, database: str) -> list[str]:
        return [
            *("psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1"),
            *("-h", str(self.sockets), "-U", ADMIN, "-d", database),
        ]

    def command(self, program: str, *arguments: str | Path) -> list[str]:
        folder = binaries.folder_for(self.data)
        return [*binaries.as_server_user(), str(folder / program), *map(str, arguments)]

    def configure(self, *extra: str) -> None:
        """Write our settings anew at each start: the clone may have been moved since the last."""
        settings = pgconf.settings(
            sockets=self.sockets, archive=self.archive, version=self.version()
        )
        file = self.data / "spinney.conf"
        file.write_text("\n".join([*settings, *extra, ""]), encoding="utf-8")
        binaries.hand_over(file)

    def version(self) -> int:
        return int((self.data / "PG_VERSION").read_text(encoding="ascii"))

    def _pg(
        self, program: str, *arguments: str | Path, check: bool = True, given: str = ""
    ) -> subprocess.CompletedProcess[str]:
        # A started server inherits pg_ctl's output: from a pipe we would read for ever.
        quiet = program == "pg_ctl"
        done = subprocess.run(
            self.command(program, *arguments),
            input=given,
            stdout=subprocess.DEVNULL if quiet else subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else subprocess.PIPE,
            text=True,
            check=False,
            env=pgconf.clean_environment(),
            cwd="/",
        )
        if check and done.returncode:
            said = (done.stderr or done.stdout).strip()
            raise Problem(f"{program} failed: {said}", advice_for(said))
        return done

    def _folders(self) -> None:
        made(self.var / "log")
        made(self.archive, mode=0o700)
        binaries.hand_over(self.archive)
        sockets = made(self.sockets, mode=0o700)
        found = sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {
            os.getuid(),
            binaries.server_uid(),
        }:
            raise Problem(
                f"{sockets} belongs to somebody else, so the database's socket would not be safe there.",
                "Remove it, or move this folder to a shorter path.",
            )
        sockets.chmod(0o700)
        binaries.hand_over(sockets)

    def _create(self) -> None:
        fresh = self.data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        made(fresh, mode=0o700)
        binaries.hand_over(fresh)
        options = ("--locale=C.UTF-8", "-E", "UTF8", "--auth=trust", "--data-checksums")
        self._pg("initdb", "-U", ADMIN, *options, "-D", fresh)
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\ninclude_if_exists 'spinney.conf'\n")
        fresh.rename(self.data)  # a start that was cut short leaves no half-made cluster

    def _clear_what_a_crash_left(self) -> None:
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        deadline = time.monotonic() + DYING
        while _at_work_in(self.data):
            if time.monotonic() > deadline:
                return  # a server that does not answer: PostgreSQL's own refusal says so
            time.sleep(LOOK)
        # No process works there. The number in the file is nobody's, or another's: in containers they come round.
        pid_file.unlink()
        for left in self.sockets.glob(".s.PGSQL.*"):
            left.unlink()


def _at_work_in(data: Path) -> bool:
    """Whether any process of a server works there. A parent killed outright leaves children for a moment."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == data:
                return True
        except OSError:
            continue  # ended meanwhile, a zombie, or not ours to see
    return False
