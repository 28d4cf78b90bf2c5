package dev.serval.operator.hub.connection;

import dev.serval.hub.v1.FromReplica;
import dev.serval.hub.v1.LoadReport;
import dev.serval.hub.v1.QueuedCalls;
import dev.serval.operator.discovery.load.ReplicaId;
import dev.serval.operator.discovery.load.ReplicaLoad;
import dev.serval.operator.hub.HubMetrics.RefusedFor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Map;

/** What a replica says, held against the rules of the contract. */
final class Conversation implements StreamObserver<FromReplica> {

  private final HubService hub;
  private final ReplicaConnection connection;
  private final MessageRate rate;

  Conversation(HubService hub, ReplicaConnection connection) {
    this.hub = hub;
    this.connection = connection;
    this.rate = new MessageRate(hub.limits().messagesPerSecond(), System.nanoTime());
  }

  @Override
  public void onNext(FromReplica message) {
    if (!rate.allows(System.nanoTime())) {
      refuse(
          RefusedFor.TOO_FAST,
          Status.RESOURCE_EXHAUSTED.withDescription(
              "more than %d messages a second".formatted(hub.limits().messagesPerSecond())));
      return;
    }
    boolean isHello = message.getKindCase() == FromReplica.KindCase.HELLO;
    if (isHello == connection.hasGreeted()) {
      refuse("hello has to be the first message, and only the first");
      return;
    }
    switch (message.getKindCase()) {
      case HELLO -> connection.greet(message.getHello(), hub.directory().epoch());
      case LOAD -> load(message.getLoad());
      case SETTINGS -> {
        hub.metrics().settingsReported();
        hub.conditions()
            .report(connection.identity(), connection.number(), message.getSettings().getProblem());
      }
      // of a later release
      case KIND_NOT_SET -> {}
    }
  }

  private void load(LoadReport report) {
    Map<String, Long> queued = new HashMap<>();
    for (QueuedCalls each : report.getQueuedList()) {
      queued.put(each.getDeployment(), Integer.toUnsignedLong(each.getCalls()));
    }
    try {
      ReplicaLoad load =
          new ReplicaLoad(
              report.getSequence(),
              Integer.toUnsignedLong(report.getOngoing()),
              queued,
              report.getDraining());
      hub.metrics().loadReported();
      ReplicaId replica = connection.identity().replica();
      if (report.getAtOnce()) {
        hub.book().reportAtOnce(replica, connection.number(), load, hub.clock().instant());
      } else {
        hub.book().report(replica, connection.number(), load, hub.clock().instant());
      }
    } catch (IllegalArgumentException e) {
      refuse("load: " + e.getMessage());
    }
  }

  private void refuse(String rule) {
    refuse(RefusedFor.BAD_MESSAGE, Status.INVALID_ARGUMENT.withDescription(rule));
  }

  private void refuse(RefusedFor reason, Status status) {
    hub.metrics().refused(reason);
    connection.end(status);
    hub.ended(connection);
  }

  @Override
  public void onError(Throwable failure) {
    hub.ended(connection);
  }

  @Override
  public void onCompleted() {
    connection.end(Status.CANCELLED.withDescription("the replica has ended the stream"));
    hub.ended(connection);
  }
}
