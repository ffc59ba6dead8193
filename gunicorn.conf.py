"""How gunicorn serves the portal; WEB_WORKERS and WEB_THREADS change the measured defaults."""

import os
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108  (only as the place of gunicorn's heartbeat file)

wsgi_app = "portal.wsgi"
bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True
timeout = 60
graceful_timeout = int(os.environ.get("WEB_GRACEFUL_SECONDS", "30"))
keepalive = 2
max_requests = 20_000  # a slow leak in any library never grows old
max_requests_jitter = 2_000
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else None  # a heartbeat must not wait for a disk
accesslog = os.environ.get("WEB_ACCESS_LOG") or None
control_socket_disable = True  # nobody steers a running server but by signals; it would write into the home folder
logger_class = "portal.access_log.AccessLogger"
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")


def worker_exit(server: object, worker: object) -> None:
    """Write the counts that the process has gathered (foundation/tallies.py)."""
    from foundation import tallies

    tallies.write_all()
