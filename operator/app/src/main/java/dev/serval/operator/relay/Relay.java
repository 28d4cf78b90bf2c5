package dev.serval.operator.relay;

import dev.serval.operator.hub.Hub;
import dev.serval.operator.hub.HubMetrics;
import dev.serval.operator.hub.identity.OperatorAuthenticator;
import dev.serval.operator.metricsapi.DecidedValues;
import dev.serval.operator.metricsapi.MetricSource;
import dev.serval.operator.metricsapi.ServedValue;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * What operators have to tell each other so that it doesn't matter to which of them a replica is
 * connected, and which of them is asked for a metric: the leader gets the reports of all, the
 * others the values that it decided on.
 */
public final class Relay implements MetricSource, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Relay.class);

  /** The leader looks each second. */
  private static final Duration TELL = Duration.ofSeconds(1);

  private final BooleanSupplier leads;
  private final DecidedValues decided;
  private final Clock clock;
  private final ReceivedValues received;
  private final Followers followers;
  private final Follower follower;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1,
          new DefaultThreadFactory("hub-relay", true),
          // after its end nothing is left to do
          new ThreadPoolExecutor.DiscardPolicy());

  /**
   * Serves the relay on the port of {@code hub}, and begins to tell a leader when there is one.
   *
   * @param hub that hasn't started
   * @param leads whether this operator leads
   * @param decided what the metrics API is to serve of the operator that leads; asked each second
   *     and for each request, from several threads
   */
  public Relay(
      Hub hub,
      KubernetesClient client,
      RelaySettings settings,
      RelayLimits limits,
      HubMetrics metrics,
      BooleanSupplier leads,
      DecidedValues decided,
      Clock clock) {
    this.leads = leads;
    this.decided = decided;
    this.clock = clock;
    this.received = new ReceivedValues(limits.values());
    this.followers = new Followers(hub.load(), leads, limits, metrics, clock);
    this.follower =
        new Follower(
            settings,
            new LeaderAddress(client, settings.account().namespace(), hub.settings().port()),
            hub::access,
            hub.settings().address().toString(),
            hub.load(),
            hub.settings().limits().replicas(),
            received,
            clock,
            thread);
    hub.serve(
        followers.definition(),
        new OperatorAuthenticator(client, settings.account())::authenticate,
        Followers.OPERATOR);
    metrics.showRelay(followers::count, follower::connected);
    thread.scheduleWithFixedDelay(this::tellOrSay, 0, TELL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What fails is said and tried again: a task that throws would be the last. */
  private void tellOrSay() {
    try {
      tell();
    } catch (RuntimeException | Error e) {
      LOG.error("Other operators could not be told what the metrics API is to serve", e);
    }
  }

  private void tell() {
    if (leads.getAsBoolean() && followers.count() > 0) {
      List<NamespacedValue> values =
          decided.all().entrySet().stream()
              .flatMap(
                  namespace ->
                      namespace.getValue().stream()
                          .map(value -> new NamespacedValue(namespace.getKey(), value)))
              .toList();
      followers.tell(values, clock.instant());
    }
  }

  /**
   * Another operator leads.
   *
   * @param pod the name by which it holds the Lease; this operator's own if it is that; empty or
   *     {@code null} if nobody does
   */
  public void leaderIs(String pod) {
    follower.follow(pod == null ? "" : pod);
  }

  /** Whether the leader is told what replicas report here; false if this operator leads. */
  public boolean connected() {
    return follower.connected();
  }

  @Override
  public List<ServedValue> values(String namespace) {
    return leads.getAsBoolean()
        ? decided.values(namespace)
        : received.of(namespace, clock.instant());
  }

  /** Ends all connections. */
  @Override
  public void close() {
    followers.stop();
    follower.close();
    thread.shutdownNow();
  }
}
