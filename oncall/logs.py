"""What the processes write down: an event's constant name and ids; never a name, a number or a message.

Each line goes to standard error: columns on a terminal, JSON elsewhere.
"""

import logging
import re
import sys
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from oncall.tracebacks import told

# A last safety net: numbers with a country code (also as an address writes "+"), and national ones of the UK.
NUMBER = re.compile(
    r"(?:(?:\+|%2B|\b00)[\s(]*[1-9]|(?<![\w.])(?:44|0)[\s(]*[1-9])(?:[\s().-]{0,2}\d){8,13}(?!\w)", re.I
)
REDACTED = "[number]"

# These would write numbers, messages or rows. Ours say what happened instead.
QUIET = {
    "twilio": logging.CRITICAL,
    "urllib3": logging.ERROR,
    "requests": logging.ERROR,
    "rq": logging.CRITICAL,
    "sqlalchemy": logging.ERROR,
    "alembic": logging.WARNING,
    "werkzeug": logging.WARNING,
}


def configure(stream: TextIO | None = None) -> None:
    """Send all logging of this process through one redacting handler to `stream` (standard error)."""
    target = stream or sys.stderr
    shared = _shared()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                redact,
                _renderer(target),
            ],
        )
    )
    handler.addFilter(_may_speak)  # not their levels: some set their own
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.raiseExceptions = False  # a full disk must not stop a call
    sys.excepthook = _crashed


def redact(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Replace whatever looks like a telephone number, however deep in the event."""
    return {key: _redacted(value) for key, value in event.items()}


def _may_speak(record: logging.LogRecord) -> bool:
    return record.levelno >= QUIET.get(record.name.partition(".")[0], logging.NOTSET)


def _crashed(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    structlog.get_logger(__name__).critical("process_crashed", exc_info=(kind, error, trace))


def _redacted(value: Any) -> Any:
    if isinstance(value, dict):
        return {_redacted(key): _redacted(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_redacted(inner) for inner in value]
    if value is None or isinstance(value, bool | float):
        return value
    text = str(value)
    clean = NUMBER.sub(REDACTED, text)
    return value if clean == text and isinstance(value, int) else clean


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.ExceptionRenderer(told),  # no variables, no rows: they hold what people said
    ]


def _renderer(stream: TextIO) -> Processor:
    if stream.isatty():
        return structlog.dev.ConsoleRenderer()
    return structlog.processors.JSONRenderer()
