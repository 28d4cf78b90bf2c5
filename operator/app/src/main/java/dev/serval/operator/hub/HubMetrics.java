package dev.serval.operator.hub;

import dev.serval.operator.discovery.directory.Directory;
import dev.serval.operator.discovery.load.LoadBook;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The metrics of the hub. Labels have few values, whatever there is in the cluster. */
public final class HubMetrics {

  private static final String PREFIX = "serval.hub.";

  private final MeterRegistry registry;
  private final Counter complete;
  private final Counter differences;
  private final Counter bytes;
  private final Counter loads;
  private final Counter settings;
  private final Counter relayed;
  private final Map<RefusedFor, Counter> refused = new EnumMap<>(RefusedFor.class);

  /** Why a replica's connection was refused or ended by the hub. */
  public enum RefusedFor {
    /** The token isn't good. */
    BAD_TOKEN,
    /** The pod is no replica. */
    NO_REPLICA,
    /** The pod is none of the operator. */
    NO_OPERATOR,
    /** Too many bad tokens, or replicas. */
    TOO_MANY,
    /** Too many callers at once. */
    BUSY,
    /** The API server was away. */
    SERVER_AWAY,
    /** It broke a rule of the contract. */
    BAD_MESSAGE,
    /** It sent too much. */
    TOO_FAST
  }

  /** Metrics of one hub in {@code registry}. */
  public HubMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.complete = counter("snapshots", "kind", "complete");
    this.differences = counter("snapshots", "kind", "difference");
    this.bytes = counter("snapshot.bytes");
    this.loads = counter("reports", "kind", "load");
    this.settings = counter("reports", "kind", "settings");
    this.relayed = counter("reports", "kind", "relayed");
    for (RefusedFor reason : RefusedFor.values()) {
      refused.put(reason, counter("refused", "reason", reason.name().toLowerCase(Locale.ROOT)));
    }
  }

  private Counter counter(String name, String... labels) {
    return Counter.builder(PREFIX + name).tags(labels).register(registry);
  }

  /** Shows how much there is. */
  void show(Directory directory, LoadBook book, Supplier<Number> connected, Clock clock) {
    gauge("connected.replicas", connected);
    gauge("applications", () -> directory.size().applications());
    gauge("endpoints", () -> directory.size().endpoints());
    gauge("reported.ongoing.calls", () -> book.total(clock.instant()).ongoing());
    gauge("reported.queued.calls", () -> book.total(clock.instant()).queued());
  }

  /** Shows how long the certificate is valid, in seconds. */
  void showCertificate(Supplier<Instant> ends, Clock clock) {
    gauge(
        "certificate.expiry.seconds",
        () -> Duration.between(clock.instant(), ends.get()).toSeconds());
  }

  private void gauge(String name, Supplier<Number> value) {
    Gauge.builder(PREFIX + name, value).strongReference(true).register(registry);
  }

  /** A message went to a replica. */
  public void sent(boolean isComplete, int length) {
    (isComplete ? complete : differences).increment();
    bytes.increment(length);
  }

  /** A replica reported its load. */
  public void loadReported() {
    loads.increment();
  }

  /** Another operator told what its replicas reported. */
  public void relayed(int reports) {
    relayed.increment(reports);
  }

  /** Shows how many operators report to this one, and whether it reports to another. */
  public void showRelay(Supplier<Number> followers, BooleanSupplier connected) {
    gauge("relay.followers", followers);
    gauge("relay.connected", () -> connected.getAsBoolean() ? 1 : 0);
  }

  /** A replica reported what became of its settings. */
  public void settingsReported() {
    settings.increment();
  }

  /** A connection was refused or ended. */
  public void refused(RefusedFor reason) {
    refused.get(reason).increment();
  }
}
