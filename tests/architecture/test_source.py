"""Limits and promises of the source, each proved once by a planted fault."""

import subprocess
from io import StringIO
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.migrations.loader import MigrationLoader
from tests.architecture import source
from tests.conftest import ROOT

SRC = ROOT / "src/spinney"


def test_no_source_file_is_too_long():
    assert source.long_files(SRC, source.FILE) == []


def test_no_test_file_is_too_long():
    assert source.long_files(ROOT / "tests", source.TEST_FILE) == []


def test_no_function_is_too_long():
    assert source.long_functions(SRC) == []


def test_a_long_file_and_a_long_function_are_found(tmp_path):
    (tmp_path / "planted.py").write_text("def planted():\n" + "    x = 1\n" * 350, encoding="utf-8")
    assert source.long_files(tmp_path, source.FILE) == ["planted.py has 351 lines"]
    assert source.long_functions(tmp_path) == ["planted.py: planted has 351 lines"]


def test_foreign_keys_point_the_way_imports_go():
    assert source.keys_that_point_up(apps.get_models()) == []


def test_a_foreign_key_that_points_up_is_found():
    higher = type("Higher", (), {"__module__": "spinney.plans.models"})
    key = SimpleNamespace(many_to_one=True, auto_created=False, related_model=higher, name="plan")
    lower = type("Lower", (), {"__module__": "spinney.access.models"})
    lower._meta = SimpleNamespace(get_fields=lambda: [key])
    assert source.keys_that_point_up([lower]) == ["Lower.plan points up to spinney.plans.models"]


def test_every_model_declares_its_personal_data_and_how_it_goes():
    assert source.models_without_pii(apps.get_models()) == []


@pytest.mark.parametrize("told", [None, "", "a child's name", "names; somewhere"])
def test_a_model_that_declares_nothing_is_found(told):
    planted = type("Planted", (), {} if told is None else {"pii": told})
    planted._meta = SimpleNamespace(label="plans.Planted")
    assert len(source.models_without_pii([planted])) == 1


def test_declaring_for_a_parent_class_is_not_enough():
    parent = type("Parent", (), {"pii": "none"})
    child = type("Child", (parent,), {})
    child._meta = SimpleNamespace(label="plans.Child")
    assert len(source.models_without_pii([child])) == 1


def test_the_table_of_other_peoples_models_names_only_models_there_are():
    assert set(source.OTHERS) <= {model._meta.label for model in apps.get_models()}
    assert not [m for m in apps.get_models() if m._meta.label in source.OTHERS and "pii" in vars(m)]


def test_sql_reads_downwards_as_imports_do():
    assert source.sql_that_reads_upwards(SRC) == []


def test_sql_that_reads_upwards_is_found(tmp_path):
    (tmp_path / "access").mkdir()
    planted = tmp_path / "access/queries.py"
    planted.write_text('SQL = "SELECT 1 FROM people_child JOIN access_tie"', encoding="utf-8")
    assert source.sql_that_reads_upwards(tmp_path) == ["access/queries.py: people_child"]


@pytest.mark.django_db
def test_models_and_migrations_agree():
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, verbosity=1, stdout=out)
    assert "No changes" in out.getvalue()


def branches(loader) -> list[str]:
    """Apps of ours with more than one newest migration, or one that two migrations follow."""
    found = []
    for app in {key[0] for key in loader.disk_migrations}:
        if not apps.get_app_config(app).name.startswith("spinney."):
            continue
        names = [name for label, name in loader.disk_migrations if label == app]
        parents = [
            parent
            for name in names
            for label, parent in loader.disk_migrations[app, name].dependencies
            if label == app
        ]
        if len(parents) != len(set(parents)) or len(names) - len(set(parents)) != 1:
            found.append(app)
    return found


def test_migrations_are_linear_in_each_app():
    assert branches(MigrationLoader(None)) == []


def test_a_branch_in_the_migrations_is_found():
    loader = MigrationLoader(None)
    planted = SimpleNamespace(dependencies=[("plans", "0001_initial")])
    loader.disk_migrations["plans", "0002_planted"] = planted
    assert branches(loader) == ["plans"]


def tracked():
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    if not any(names):
        pytest.skip("not a git checkout, so there are no tracked files to read")
    for name in filter(None, names):
        file = ROOT / name
        if file.is_file() and file.stat().st_size < 1_000_000:
            try:
                yield name, file.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_tracked_file_names_a_machine():
    mine = {"tests/architecture/test_source.py", "tests/architecture/source.py"}
    found = {name: places for name, text in tracked() if (places := source.machine_paths(text))}
    assert {name: places for name, places in found.items() if name not in mine} == {}


@pytest.mark.parametrize(
    "text",
    [
        "see /work/main/x",
        "in /root/.cache",
        "/home/ann/y",
        "a /tmp/spike",
        "https://pypi.corp.example",
    ],
)
def test_a_machines_path_is_found(text):
    assert source.machine_paths(text)


def test_every_dependency_carries_its_reason():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert source.dependencies_without_reason(text) == []


def test_a_dependency_without_a_reason_is_found():
    planted = 'dependencies = [\n    "left-pad>=1",\n    "django>=5",  # because it is\n]\n'
    assert source.dependencies_without_reason(planted) == ['"left-pad>=1",']


def test_every_mention_of_the_interpreter_agrees():
    assert source.python_versions(ROOT) == []


def test_a_mention_that_disagrees_is_found(tmp_path):
    (tmp_path / ".python-version").write_text("3.11\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('target-version = "py312"\n', encoding="utf-8")
    (tmp_path / "run").write_text("if sys.version_info < (3, 11):\n", encoding="utf-8")
    assert source.python_versions(tmp_path) == ["pyproject.toml says 312"]


def test_a_planted_model_really_is_a_model():
    """The stand-ins above have the shape of Django's: the attributes read exist on a real model."""
    real = apps.get_model("plans", "Plan")
    assert issubclass(real, models.Model)
    assert all(hasattr(f, "auto_created") for f in real._meta.get_fields())
