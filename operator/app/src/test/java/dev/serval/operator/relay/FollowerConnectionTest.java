package dev.serval.operator.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.discovery.load.LoadBook;
import dev.serval.operator.hub.HubMetrics;
import dev.serval.operator.hub.identity.OperatorIdentity;
import dev.serval.operator.metricsapi.ServedValue;
import dev.serval.relay.v1.FromLeader;
import io.grpc.stub.ServerCallStreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a follower is told, and what it was told already. */
class FollowerConnectionTest {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  private final RecordingFollower follower = new RecordingFollower();
  private final FollowerConnection connection =
      new FollowerConnection(
          new OperatorIdentity("serval-operator-1", "uid-1"),
          follower,
          new LoadBook(Duration.ofSeconds(10), 10),
          Clock.systemUTC(),
          new HubMetrics(new SimpleMeterRegistry()),
          10,
          ended -> {});

  @Test
  void aValueIsToldOnce() {
    tell(value("Ranker", 1, NOW), value("Front", 2, NOW));
    tell(value("Ranker", 1, NOW), value("Front", 3, NOW.plusSeconds(1)));

    assertThat(follower.told).containsExactly("Ranker 1", "Front 2", "Front 3");
  }

  @Test
  void aCalendarThatIsSetBackKeepsNothingFromBeingTold() {
    tell(value("Ranker", 1, NOW));
    tell(value("Ranker", 2, NOW.minus(Duration.ofHours(1))));
    tell(value("Ranker", 3, NOW.minus(Duration.ofHours(1)).plusSeconds(1)));

    assertThat(follower.told).containsExactly("Ranker 1", "Ranker 2", "Ranker 3");
  }

  @Test
  void whoIsNotReadyIsToldLater() {
    follower.ready = false;
    tell(value("Ranker", 1, NOW));
    follower.ready = true;
    tell(value("Ranker", 1, NOW));

    assertThat(follower.told).containsExactly("Ranker 1");
  }

  private void tell(NamespacedValue... values) {
    connection.tell(List.of(values), values[0].value().at());
  }

  private static NamespacedValue value(String deployment, long milli, Instant at) {
    return new NamespacedValue("shop", new ServedValue("recsys", deployment, milli, at));
  }

  private static final class RecordingFollower extends ServerCallStreamObserver<FromLeader> {

    private final List<String> told = new ArrayList<>();
    private boolean ready = true;

    @Override
    public void onNext(FromLeader message) {
      message
          .getValuesList()
          .forEach(value -> told.add(value.getDeployment() + " " + value.getMilli()));
    }

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}

    @Override
    public void setOnCancelHandler(Runnable handler) {}

    @Override
    public void setCompression(String compression) {}

    @Override
    public void setOnReadyHandler(Runnable handler) {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}

    @Override
    public void disableAutoInboundFlowControl() {}
  }
}
