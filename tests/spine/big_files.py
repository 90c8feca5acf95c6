"""Large files of made-up pupils, and the peak memory of reading or importing them in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from tests.spine.support import CTF, DATA, ROOT

from spinney.kernel.identifiers import upn_check_letter


def _upn(number: int) -> str:
    body = f"999{number // 1000:04d}{26}{number % 1000:03d}"
    return upn_check_letter(body) + body


def big_ctf(path: Path, megabytes: int) -> int:
    """The pupils of the shared transfer file, over and over under other numbers. Returns how many."""
    text = (CTF / "8202999_CTF_8204999_001.xml").read_text(encoding="utf-8")
    head, rest = text.split("<CTFpupilData>")
    pupil = rest.split("</Pupil>")[0] + "</Pupil>"
    count = 0
    with path.open("w", encoding="utf-8") as out:
        out.write(f"{head}<CTFpupilData>")
        while out.tell() < megabytes * 1_000_000:
            count += 1
            one = pupil.replace("M820299919001", _upn(count)).replace("Fiction", f"Fiction{count}")
            out.write(one.replace("<Surname>Sample", f"<Surname>Sample{count}"))
        out.write("</CTFpupilData></CTfile>")
    return count


def big_csv(path: Path, megabytes: int) -> int:
    head, row, *_ = (DATA / "wonde_like.csv").read_text(encoding="utf-8").splitlines()
    upn, count = row.split(",")[3], 0
    with path.open("w", encoding="utf-8") as out:
        out.write(head + "\n")
        while out.tell() < megabytes * 1_000_000:
            count += 1
            out.write(row.replace(upn, _upn(count)).replace(",1001,", f",{count},") + "\n")
    return count


# Not getrusage: its peak counts the parent's memory from before the exec, and a test run is large.
PEAK = """
def peak_mb():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) // 1024
"""
READ = (
    PEAK
    + """
import sys
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from spinney.kernel.identifiers import Laestab
from spinney.spine.ingest.read import read
from spinney.spine.ingest.records import PupilRecord, SchoolKey
key = SchoolKey("100000", Laestab("820", "4999"))
found = read(Path(sys.argv[1]), school=key, today=date(2026, 11, 24))
count = sum(isinstance(item, PupilRecord) for item in found)
print(count, peak_mb())
"""
)


def read_apart(path: Path) -> tuple[int, int]:
    """Pupils read, and the peak of memory in MB."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], check=True, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    count, peak = done.stdout.split()
    return int(count), int(peak)


IMPORT = (
    PEAK
    + """
import sys
import django
django.setup()
from django.core.management import call_command
call_command("import_file", sys.argv[1], school=sys.argv[2])
print(peak_mb())
"""
)


def import_apart(path: Path, *, urn: str, database: str) -> tuple[str, int]:
    """What the command said first, and the peak of memory in MB."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    # urlsplit drops the empty host that a socket in the query needs.
    url = url if "://" in url else url.replace(":", "://", 1)
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, str(path), urn], check=True, capture_output=True, text=True,
        env={
            **os.environ, "PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": url,
            "DATABASE_APP_URL": "", "SPINNEY_DB_ROLE": "app",
        },
    )  # fmt: skip
    lines = done.stdout.splitlines()
    return lines[0], int(lines[-1])
