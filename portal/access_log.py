"""The access log of the web server as one JSON object a line; the only log that holds addresses of visitors."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import MutableMapping
from typing import Any

from gunicorn.glogging import Logger


class AccessLogger(Logger):
    """Gunicorn's logger with lines of our own: whatever a visitor sends stays inside its quotes, and on its line."""

    def access(self, resp: Any, req: Any, environ: MutableMapping[str, Any], request_time: dt.timedelta) -> None:
        """Write one line; what follows the question mark is left out, because people search for names."""
        if not self.access_log_enabled:
            return
        answer = {str(name).lower(): value for name, value in resp.headers}
        line = {
            "time": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
            # As the proxy tells it: the other end of the connection is the proxy itself.
            "address": environ.get("HTTP_X_FORWARDED_FOR", "-"),
            "peer": environ.get("REMOTE_ADDR", "-"),
            "method": environ.get("REQUEST_METHOD", "-"),
            "path": environ.get("PATH_INFO", "-"),  # decoded: Django puts it back so
            "status": resp.status_code,
            "bytes": resp.sent,
            "milliseconds": round(request_time.total_seconds() * 1000, 1),
            "request_id": answer.get("x-request-id", "-"),
        }
        self.access_log.info("%s", json.dumps(line, ensure_ascii=False))
