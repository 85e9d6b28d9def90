"""What is measured, for Prometheus. Several processes share their figures in the folder `SHARED`, if there is one.

prometheus-client looks for that folder when it is first imported: `app.commands.processes` names it before.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

SHARED = os.environ.get("PROMETHEUS_MULTIPROC_DIR")

_BY = ("route", "method", "status")
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter("attache_requests", "Requests answered.", _BY)
REQUEST_SECONDS = Histogram("attache_request_seconds", "Time until an answer was sent.", _BY, buckets=_SECONDS)
IN_FLIGHT = Gauge("attache_requests_in_flight", "Requests being answered.", multiprocess_mode="livesum")
EXTRACTION_SECONDS = Histogram("attache_extraction_seconds", "Time to annotate a text.", buckets=_SECONDS)
INGESTED = Counter("attache_ingested", "Articles taken over HTTP, by what became of them.", ("outcome",))


def count_put(outcome: str) -> None:
    """One more article was taken: `created`, `updated` or `unchanged`."""
    INGESTED.labels(outcome).inc()


def exposition(now: Mapping[str, tuple[str, float]]) -> bytes:
    """All figures in Prometheus' text format, with those of the moment: (description, value) by name."""
    registry = CollectorRegistry()
    if SHARED:
        MultiProcessCollector(registry, SHARED)  # type: ignore[no-untyped-call]
    registry.register(_Now(now))
    return generate_latest(registry) if SHARED else generate_latest(REGISTRY) + generate_latest(registry)


def forget_dead() -> None:
    """Take processes that died out of the gauges of those that live."""
    for file in Path(SHARED).glob("gauge_live*_*.db") if SHARED else ():
        process = int(file.stem.rpartition("_")[2])
        if not Path(f"/proc/{process}").exists():
            mark_process_dead(process, SHARED)  # type: ignore[no-untyped-call]


class _Now(Collector):
    """Figures that are looked up when they are asked for."""

    def __init__(self, now: Mapping[str, tuple[str, float]]) -> None:
        self._now = now

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """One gauge each."""
        for name, (description, value) in self._now.items():
            yield GaugeMetricFamily(name, description, value)
