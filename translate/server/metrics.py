"""What a monitor may know of the server, in the form that Prometheus reads; no text, no key and no address is in it."""

from collections.abc import Callable
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from translate import __version__
from translate.document import Bead

KIND = CONTENT_TYPE_LATEST
# By which a sentence comes to the service: from a program, or from a person at the page beside the API.
Way = Literal["api", "page"]
WAYS: tuple[Way, ...] = ("api", "page")
# Seconds: a sentence of a small model takes tenths, a long article minutes.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0)


class Metrics:
    """The figures of one application, in a registry of its own."""

    def __init__(self) -> None:
        """Nothing has happened yet."""
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        Info("audarma", "What answers", registry=registry).info({"version": __version__})
        self._requests = Counter(
            "audarma_requests", "Requests that were answered", ["method", "route", "status"], registry=registry
        )
        self._seconds = Histogram(
            "audarma_request_seconds",
            "From a request's head to the end of its answer",
            ["route"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._sentences = Counter(
            "audarma_sentences",
            "Sentences that were translated; from memory are origin memory and corrected",
            ["origin", "way"],
            registry=registry,
        )
        self._flags = Counter("audarma_flags", "Flags on those sentences", ["kind", "way"], registry=registry)
        self._hits = Counter(
            "audarma_memory_hits", "Sentences that no engine was asked for", ["way"], registry=registry
        )
        for way in WAYS:
            # a rate can be told from the first of them on
            self._hits.labels(way)
        self._gauges = {
            name: Gauge(f"audarma_{name}", about, registry=registry)
            for name, about in (
                ("requests_inside", "Requests that are being answered"),
                ("queue_requests", "Requests that wait for the engine"),
                ("ready", "1 where the model is loaded"),
            )
        }

    def watch(self, name: str, value: Callable[[], float]) -> None:
        """Let a gauge ask for its value when it is read."""
        self._gauges[name].set_function(value)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered. `route` is a pattern of the application, never what was asked."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def tally(self, way: Way) -> Callable[[Bead], None]:
        """What counts the sentences that get their English by that way."""

        def count(bead: Bead) -> None:
            self._sentences.labels(bead.origin, way).inc()
            if bead.origin in ("memory", "corrected"):
                self._hits.labels(way).inc()
            for flag in bead.flags:
                self._flags.labels(flag.kind, way).inc()

        return count

    def written(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self.registry)
