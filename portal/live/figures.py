"""Figures of the open screens, for Prometheus (realtime.md 9)."""

from prometheus_client import Counter, Gauge, Histogram

connections = Gauge("live_connections", "Open sockets of this process")
deliveries = Counter("live_deliveries_total", "Durable frames handed to clients")
fanout = Histogram("live_fanout_seconds", "Time to hand one frame to all who follow a topic")
gaps = Counter("live_gap_total", "Times that the database was asked for what a hint did not bring", ["source"])
catchup_rows = Counter("live_catchup_rows", "Changes read from the database")
shed = Counter("live_shed_total", "Frames or clients let go", ["kind"])
loop_lag = Gauge("live_loop_lag_seconds", "How late the event loop was at its last look")
bus_healthy = Gauge("live_bus_healthy", "1 while the bus between processes is heard")
replay = Histogram("live_replay_seconds", "Time to read one batch of a replay")
