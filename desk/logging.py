"""Logs as lines of JSON on standard output: ids, codes and times, never a body or an address."""

import json
import logging
import sys
from datetime import UTC, datetime

from settings import settings

_OURS = ("griddesk", "desk", "dispatch", "grid", "registry", "integrations")
_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {
    "message",
    "asctime",
    "taskName",
    "color_message",
}


class JsonLine(logging.Formatter):
    """One record as one line of JSON; an exception shows its class and where, never what it says."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "said": record.getMessage(),
        }
        line |= {name: value for name, value in record.__dict__.items() if name not in _STANDARD}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _where(record)
        return json.dumps(line, ensure_ascii=False, default=str)


def _where(record: logging.LogRecord) -> list[str]:
    found = []
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found[-12:]


def not_said_already(record: logging.LogRecord) -> bool:
    """That the broker is away is said once, by dispatch/rabbit_broker.py, not at each attempt to reach it."""
    again = "Consumer encountered a connection error"
    return not (record.name.startswith("dramatiq.worker.") and str(record.msg).startswith(again))


def set_up_logging() -> None:
    """Sends what our modules say to standard output; of libraries only warnings, and no access log."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLine())
    handler.addFilter(not_said_already)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in _OURS:
        logging.getLogger(name).setLevel(settings.log_level)
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = name != "uvicorn.access"
        logger.setLevel(logging.WARNING if name == "uvicorn.access" else logging.INFO)
