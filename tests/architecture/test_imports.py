"""The import contracts hold, and each has been seen to fail: a lint without a failing example is a hope."""

import copy
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter.application import use_cases
from importlinter.configuration import configure
from tests.architecture.contracts import BREAKS
from tests.conftest import ROOT

configure()


@pytest.fixture(scope="module")
def graph():
    return use_cases._build_graph(
        root_package_names=["spinney"], cache_dir=None, include_external_packages=True,
        exclude_type_checking_imports=True, verbose=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def options():
    return use_cases.read_user_options(str(ROOT / "pyproject.toml"))


def broken(graph, options) -> set[str]:
    use_cases._register_contract_types(options)
    report = use_cases._build_report(
        graph=graph, graph_building_duration=0, user_options=options, limit_to_contracts=(),
        show_timings=False, verbose=False,
    )  # fmt: skip
    return {c.name for c, check in report.get_contracts_and_checks() if not check.kept}


def test_the_contracts_hold(graph, options):
    assert broken(graph, options) == set()


def test_every_contract_has_a_planted_break():
    names = [c["name"] for c in settings()["contracts"]]
    unproved = [name for name in names if not any(b.contract in name for b in BREAKS)]
    assert unproved == []


@pytest.mark.parametrize("planted", [pytest.param(b, id=f"{b.path}-{b.text}") for b in BREAKS])
def test_each_break_fails_its_own_contract(graph, options, planted):
    assert any(planted.contract in name for name in broken(_with(graph, planted), options))


def _with(graph, planted):
    """The same graph with the planted module, and what it imports, added."""
    changed = copy.deepcopy(graph)
    importer = "spinney." + planted.path.removesuffix(".py").removesuffix("/__init__").replace(
        "/", "."
    )
    if importer not in changed.modules:
        changed.add_module(importer)
    if imported := planted.text.removeprefix("import "):
        if not imported.startswith("spinney."):
            imported = imported.split(".")[0]
            if imported not in changed.modules:
                changed.add_module(imported, is_squashed=True)
        assert imported in changed.modules, f"{imported} is gone: rewrite the break"
        changed.add_import(importer=importer, imported=imported)
    return changed


def test_the_tool_itself_sees_a_break_in_a_file(tmp_path):
    """The other breaks are planted in the graph, for speed; this one goes all the way round."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "src/spinney", tmp_path / "src/spinney",
        ignore=shutil.ignore_patterns("__pycache__", "templates", "data", "bank"),
    )  # fmt: skip
    planted = BREAKS[0]
    file = tmp_path / "src/spinney" / planted.path
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{planted.text}\n", encoding="utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=tmp_path,
        capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src"), "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 1
    assert f"{planted.contract} only BROKEN" in done.stdout


def settings() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]


def test_the_contexts_listed_are_the_folders_there_are():
    listed = re.split(r"[|,\s]+", " ".join(settings()["contracts"][0]["layers"]))
    there = {p.name for p in (ROOT / "src/spinney").iterdir() if (p / "__init__.py").exists()}
    assert there <= set(listed)
