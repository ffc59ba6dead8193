"""The environment is made once, and each obstacle is told in one sentence."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal import virtualenv


@pytest.fixture
def here(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "some.lock").write_text("")
    return tmp_path


def test_old_python(here, monkeypatch, capsys):
    monkeypatch.setattr(virtualenv, "OLDEST", (9, 0))
    assert virtualenv.main("some.lock") == 1
    assert capsys.readouterr().err.startswith("Python 9.0 or newer is needed, and python3 is 3.")


def test_venv_module_is_missing(here, monkeypatch, capsys):
    monkeypatch.setattr(virtualenv.importlib.util, "find_spec", lambda name: None)
    assert virtualenv.main("some.lock") == 1
    assert capsys.readouterr().err == ("Python’s venv module is missing; on Debian: apt-get install python3-venv.\n")


def test_no_permission(here, monkeypatch, capsys):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert virtualenv.main("some.lock") == 1
    assert capsys.readouterr().err == f"No permission to write in {here}.\n"


def test_a_wrong_hash_is_refused(here, monkeypatch, capsys):
    """Uses our own environment: what matters is what pip says about the lock."""
    (here / ".venv").symlink_to(Path(sys.prefix))
    (here / "package").mkdir()
    wheel = here / "package" / "nothing-1.0-py3-none-any.whl"
    wheel.write_bytes(b"")
    wrong = hashlib.sha256(b"another file").hexdigest()
    (here / "some.lock").write_text(f"--no-index\n{wheel.as_uri()} --hash=sha256:{wrong}\n")
    assert virtualenv.main("some.lock") == 1
    assert "The packages of some.lock could not be installed" in capsys.readouterr().err
    assert not (here / ".venv" / "some.lock.installed").exists()


def test_nothing_to_do_takes_no_time(here, monkeypatch):
    python = here / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("")
    content = hashlib.sha256(b"").hexdigest()
    stamp = f"{content} {sys.version.split()[0]} {here / '.venv'}\n"
    (here / ".venv" / "some.lock.installed").write_text(stamp)
    monkeypatch.setattr(subprocess, "run", pytest.fail)
    assert virtualenv.main("some.lock") == 0


def test_runs_on_the_bare_interpreter():
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(Path.cwd())!r}); import portal.virtualenv",
        ],
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
