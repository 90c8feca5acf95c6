"""`./run backup` and `./run restore`, as a person calls them."""

from pathlib import Path

from tools.launch import env, setting
from tools.launch.backups import logical, manifest, physical, restoring
from tools.launch.backups.restoring import Report, Wish
from tools.launch.places import var
from tools.launch.say import Problem, complain, say, table

KEYS_APART = (
    "The keys are not in it. Without var/secret-key (and var/keys, once there is one) nobody can use this backup:\n"
    "keep a copy of them in another place, such as the school's safe. ./run backup --with-keys puts them in."
)
KEYS_INSIDE = "The keys are in it. Whoever holds this backup can read everything: lock it away."


def backup(to: Path | None, *, with_keys: bool) -> int:
    env.ready("demo")
    target = (to or var() / "backups").resolve()
    physical.clear_cut_short(target)
    if setting.own_server():
        with setting.database():
            made = physical.backup(setting.cluster(), target, with_keys=with_keys)
    else:
        made = logical.backup(logical.backup_url(), target, with_keys=with_keys)
    found = manifest.read(made)
    say(f"Backed up to {made}")
    say(
        f"{found.census.rows} rows in {len(found.census.tables)} tables, as at {found.made_at}; verified."
    )
    say(KEYS_INSIDE if with_keys else KEYS_APART)
    if not setting.own_server():
        say(
            "Going back to any moment between backups is the database host's task: see docs/guides/production.md."
        )
    return 0


def restore(backup_folder: Path, into: str, *, to_time: str | None, wal: Path | None) -> int:
    env.ready("demo")
    source = backup_folder.resolve()
    if into.startswith(("postgresql://", "postgres://")):
        if to_time:
            raise Problem("--to-time works for our own server only.", "Ask the database's host.")
        return _close(
            logical.restore(source, into), f"Files, if there were any, are in {source / 'files'}."
        )
    target = Path(into).resolve()
    archive = wal.resolve() if wal else setting.cluster().archive
    report = restoring.restore(Wish(source, target, to_time or "", archive))
    return _close(
        report, f"Restored into {target}. Try it: SPINNEY_VAR='{target}' ./run demo --port 8001"
    )


def _close(report: Report, after: str) -> int:
    say(table(("result", "check", "detail"), report.lines))
    say()
    if report.well:
        say(after)
        return 0
    complain("The restore failed. Nothing of what you had was touched.")
    complain("Remove what it made, and see docs/runbooks/restore.md.")
    return 1
