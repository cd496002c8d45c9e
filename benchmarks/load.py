"""Closed-loop clients of a server, in a process of their own: each asks for one sentence, and then for the next.

`python -m benchmarks.load URL CLIENTS SECONDS COUNT < sentences.json` prints what they saw as JSON. They share the
sentences in their order, and end after so many, or so many seconds.
"""

import http.client
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle, islice
from urllib.parse import urlsplit


def main() -> None:
    """Ask until the time is over; latencies are in seconds, those of the sentences that were answered."""
    url, clients, seconds, count = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
    sentences = json.load(sys.stdin)
    latencies: list[float] = []
    errors: Counter[str] = Counter()
    began = time.monotonic()
    # to take from it is one step of the interpreter, so that no two clients take the same
    todo = islice(cycle(sentences), count)
    threads = [
        threading.Thread(target=_ask, args=(url, todo, began + seconds, latencies, errors)) for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"seconds": time.monotonic() - began, "latencies": latencies, "errors": dict(errors)}))


def _ask(url: str, todo: Iterator[str], due: float, latencies: list[float], errors: Counter[str]) -> None:
    """One client with one connection that is kept alive."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=600)
    for sentence in todo:
        began = time.monotonic()
        if began >= due:
            break
        try:
            body = json.dumps({"text": sentence}).encode()
            connection.request("POST", "/v1/translate", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            said = json.loads(answer.read())
            if answer.status == 200 and said["translations"][0]["text"].strip():
                latencies.append(time.monotonic() - began)
            else:
                errors[f"status {answer.status}"] += 1
        except (OSError, http.client.HTTPException, ValueError) as error:
            errors[type(error).__name__] += 1
            connection.close()
    connection.close()


if __name__ == "__main__":
    main()
