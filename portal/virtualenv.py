"""Makes the virtual environment and installs a lock file into it, when that is not done yet.

Runs on the system's Python before anything is installed: `python3 -m portal.virtualenv requirements.lock`.
It uses the standard library only, and words that an old Python can still parse.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
HOME = Path(".venv")
PYTHON = HOME / "bin" / "python"


def main(lock: str) -> int:
    """Bring the environment up to the lock file; return the exit code."""
    if sys.version_info < OLDEST:
        return refuse(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, and python3 is {sys.version.split()[0]}.")
    stamp = HOME / f"{lock}.installed"
    # The lock may stay while the Python below the environment changes, or the folder moves.
    wanted = f"{hashlib.sha256(Path(lock).read_bytes()).hexdigest()} {sys.version.split()[0]} {HOME.absolute()}\n"
    try:
        if stamp.is_file() and stamp.read_text() == wanted and PYTHON.exists():
            return 0
        return make() or install(lock) or note(stamp, wanted)
    except PermissionError as error:
        return refuse(f"No permission to write {error.filename}.")


def make() -> int:
    """Make an empty environment, or keep the one that is there and works."""
    if PYTHON.exists() and run(str(PYTHON), "-m", "pip", "--version").returncode == 0:
        return 0
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        return refuse("Python’s venv module is missing; on Debian: apt-get install python3-venv.")
    if not os.access(".", os.W_OK):
        return refuse(f"No permission to write in {Path.cwd()}.")
    say(f"Making the virtual environment {HOME} …")
    done = run(sys.executable, "-m", "venv", "--clear", str(HOME))
    if done.returncode:
        return refuse(f"The virtual environment could not be made: {last_line(done.stdout + done.stderr)}")
    return 0


def install(lock: str) -> int:
    """Install exactly what the lock file names, each file held to its hash."""
    say(f"Installing the packages of {lock} …")
    install_quietly = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")
    done = run(str(PYTHON), *install_quietly, "--require-hashes", "--requirement", lock)
    if done.returncode:
        sys.stderr.write(done.stderr)
        return refuse(f"The packages of {lock} could not be installed: {last_line(done.stderr)}")
    return 0


def run(*command: str) -> "subprocess.CompletedProcess[str]":
    """Run a program and keep what it says to ourselves, until it matters."""
    return subprocess.run(command, capture_output=True, text=True)


def note(stamp: Path, wanted: str) -> int:
    """Remember what was installed."""
    stamp.write_text(wanted)
    return 0


def last_line(output: str) -> str:
    """Return the last line that says something."""
    return ([line.strip() for line in output.splitlines() if line.strip()] or ["no reason was given"])[-1]


def say(sentence: str) -> None:
    """Show progress."""
    print(sentence, flush=True)


def refuse(sentence: str) -> int:
    """Say what hinders us and return the exit code for it."""
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
