package dev.serval.operator.relay;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.CallCounts;
import dev.serval.operator.discovery.load.ReplicaId;
import dev.serval.operator.discovery.load.ReplicaLoad;
import dev.serval.operator.discovery.load.ReplicaReport;
import dev.serval.relay.v1.Departure;
import dev.serval.relay.v1.QueuedCalls;
import dev.serval.relay.v1.Replica;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reports and values as messages, and back. Times cross as ages, since clocks differ. Pure. */
final class RelayMessages {

  /** The longest name of a namespace, an application, a deployment or a pod. */
  private static final int LONGEST_NAME = 253;

  private RelayMessages() {}

  static Departure departure(ReplicaId replica, long connection) {
    return Departure.newBuilder().setReplica(replica(replica)).setConnection(connection).build();
  }

  static dev.serval.relay.v1.ReplicaReport report(ReplicaReport report, Instant now) {
    ReplicaLoad load = report.load();
    dev.serval.relay.v1.ReplicaReport.Builder message =
        dev.serval.relay.v1.ReplicaReport.newBuilder()
            .setReplica(replica(report.replica()))
            .setConnection(report.connection())
            .setSequence(load.sequence())
            .setAgeMillis(age(report.at(), now))
            .setOngoing((int) load.ongoing())
            .setDraining(load.draining());
    message.addAllQueued(queued(load.calls()));
    report
        .regular()
        .filter(regular -> !regular.equals(load.calls()))
        .ifPresent(regular -> message.setRegular(counts(regular)));
    return message.build();
  }

  private static dev.serval.relay.v1.CallCounts counts(CallCounts calls) {
    return dev.serval.relay.v1.CallCounts.newBuilder()
        .setOngoing((int) calls.ongoing())
        .addAllQueued(queued(calls))
        .build();
  }

  private static List<QueuedCalls> queued(CallCounts calls) {
    return calls.queued().entrySet().stream()
        .map(
            entry ->
                QueuedCalls.newBuilder()
                    .setDeployment(entry.getKey())
                    .setCalls(entry.getValue().intValue())
                    .build())
        .toList();
  }

  private static Replica replica(ReplicaId replica) {
    return Replica.newBuilder()
        .setNamespace(replica.application().namespace())
        .setApplication(replica.application().name())
        .setDeployment(replica.deployment())
        .setPod(replica.name())
        .build();
  }

  /**
   * What a follower reports.
   *
   * @throws IllegalArgumentException if it breaks a rule of the contract; the message says which
   */
  static ReplicaReport report(dev.serval.relay.v1.ReplicaReport message, Instant now) {
    CallCounts calls = counts(message.getOngoing(), message.getQueuedList());
    CallCounts regular =
        message.hasRegular()
            ? counts(message.getRegular().getOngoing(), message.getRegular().getQueuedList())
            : calls;
    return new ReplicaReport(
        replica(message.getReplica()),
        message.getConnection(),
        new ReplicaLoad(message.getSequence(), calls, message.getDraining()),
        Optional.of(regular),
        before(now, message.getAgeMillis()));
  }

  private static CallCounts counts(int ongoing, List<QueuedCalls> waiting) {
    Map<String, Long> queued = new HashMap<>();
    for (QueuedCalls each : waiting) {
      queued.put(each.getDeployment(), Integer.toUnsignedLong(each.getCalls()));
    }
    return new CallCounts(Integer.toUnsignedLong(ongoing), queued);
  }

  /**
   * The replica that a follower names.
   *
   * @throws IllegalArgumentException if it breaks a rule of the contract; the message says which
   */
  static ReplicaId replica(Replica message) {
    return new ReplicaId(
        new ApplicationId(
            name("namespace", message.getNamespace()),
            name("application", message.getApplication())),
        name("deployment", message.getDeployment()),
        name("pod", message.getPod()));
  }

  static dev.serval.relay.v1.ServedValue value(NamespacedValue value, Instant now) {
    return dev.serval.relay.v1.ServedValue.newBuilder()
        .setNamespace(value.namespace())
        .setApplication(value.value().application())
        .setDeployment(value.value().deployment())
        .setMilli(value.value().milli())
        .setAgeMillis(age(value.value().at(), now))
        .build();
  }

  /**
   * A value that the leader tells.
   *
   * @throws IllegalArgumentException if it breaks a rule of the contract; the message says which
   */
  static NamespacedValue value(dev.serval.relay.v1.ServedValue message, Instant now) {
    if (message.getMilli() < 0) {
      throw new IllegalArgumentException("milli is " + message.getMilli() + ", below 0");
    }
    return new NamespacedValue(
        name("namespace", message.getNamespace()),
        new dev.serval.operator.metricsapi.ServedValue(
            name("application", message.getApplication()),
            name("deployment", message.getDeployment()),
            message.getMilli(),
            before(now, message.getAgeMillis())));
  }

  private static String name(String field, String value) {
    if (value.isEmpty() || value.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "%s has %d characters, of 1 to %d".formatted(field, value.length(), LONGEST_NAME));
    }
    return value;
  }

  private static int age(Instant at, Instant now) {
    return Math.clamp(Duration.between(at, now).toMillis(), 0, Integer.MAX_VALUE);
  }

  private static Instant before(Instant now, int ageMillis) {
    return now.minusMillis(Integer.toUnsignedLong(ageMillis));
  }
}
