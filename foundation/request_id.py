"""The identifier of the request that is being served, for log lines and audit entries; loads before any app."""

from contextvars import ContextVar

current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")
"""Set by the request middleware, so that an entry can be found from an error page or a log line, and back."""
