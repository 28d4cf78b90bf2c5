package dev.serval.operator.relay;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.ReplicaId;
import dev.serval.operator.discovery.load.ReplicaLoad;
import dev.serval.operator.discovery.load.ReplicaReport;
import dev.serval.relay.v1.Departure;
import dev.serval.relay.v1.QueuedCalls;
import dev.serval.relay.v1.Replica;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

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
    load.queued()
        .forEach(
            (deployment, calls) ->
                message.addQueued(
                    QueuedCalls.newBuilder().setDeployment(deployment).setCalls(calls.intValue())));
    return message.build();
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
    Map<String, Long> queued = new HashMap<>();
    for (QueuedCalls each : message.getQueuedList()) {
      queued.put(each.getDeployment(), Integer.toUnsignedLong(each.getCalls()));
    }
    return new ReplicaReport(
        replica(message.getReplica()),
        message.getConnection(),
        new ReplicaLoad(
            message.getSequence(),
            Integer.toUnsignedLong(message.getOngoing()),
            queued,
            message.getDraining()),
        before(now, message.getAgeMillis()));
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
