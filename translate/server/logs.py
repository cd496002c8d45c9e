"""How the log is written: lines for people, or a JSON object a line. Neither ever holds a text or a key."""

import json
import logging
import sys
from datetime import UTC, datetime

from translate.server.gate import told
from translate.server.visit import present
from translate.settings import Form

# What a record may say beside its message; all of it is named here, so that nothing else slips in.
_FIELDS = ("event", "method", "route", "status", "seconds", "address", "who")


class Lines(logging.Formatter):
    """A JSON object for each record, with the id of the request that it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; of an exception its kind and place, since its words may be a person's text."""
        visit = present.get()
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        line |= {name: value for name in _FIELDS if (value := getattr(record, name, None)) not in (None, "")}
        if visit:
            line["request_id"] = visit.name
        if record.exc_info and record.exc_info[1]:
            line["fault"] = told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def begin(form: Form) -> None:
    """Let the program's own log be written so from now on; requests are told in JSON alone."""
    log = logging.getLogger("audarma")
    for handler in [one for one in log.handlers if isinstance(one.formatter, Lines)]:
        log.removeHandler(handler)
    log.setLevel(logging.INFO if form == "json" else logging.NOTSET)
    log.propagate = form != "json"
    if form == "json":
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(Lines())
        log.addHandler(handler)
