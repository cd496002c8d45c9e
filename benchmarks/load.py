"""Closed-loop clients of a server, in a process of their own: each asks for one sentence, and then for the next.

`python -m benchmarks.load URL CLIENTS SECONDS < sentences.json` prints what they saw as JSON.
"""

import http.client
import json
import sys
import threading
import time
from collections import Counter
from itertools import islice
from urllib.parse import urlsplit


def main() -> None:
    """Ask until the time is over; latencies are in seconds, those of the sentences that were answered."""
    url, clients, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    sentences = json.load(sys.stdin)
    latencies: list[float] = []
    errors: Counter[str] = Counter()
    began = time.monotonic()
    threads = [
        threading.Thread(target=_ask, args=(url, sentences[at:] + sentences[:at], began + seconds, latencies, errors))
        for at in (len(sentences) * number // clients for number in range(clients))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"seconds": time.monotonic() - began, "latencies": latencies, "errors": dict(errors)}))


def _ask(url: str, sentences: list[str], due: float, latencies: list[float], errors: Counter[str]) -> None:
    """One client with one connection that is kept alive."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=120)
    number = 0
    while time.monotonic() < due:
        for sentence in islice(sentences, number % len(sentences), None):
            number += 1
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
