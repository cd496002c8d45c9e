"""How wide this processor's vectors are: it decides which sentences may be padded to one length."""

import re
from functools import cache
from pathlib import Path

_PROCESSORS = Path("/proc/cpuinfo")


@cache
def wide(processors: Path = _PROCESSORS) -> bool:
    """Whether it has AVX-512; False where that can't be found out, as on macOS and Windows."""
    try:
        return bool(re.search(r"^flags\s*:.*\bavx512f\b", processors.read_text("utf-8"), re.MULTILINE))
    except OSError:
        return False
