package dev.serval.operator.metricsapi;

import dev.serval.operator.metricsapi.access.AccessReviews;
import dev.serval.operator.metricsapi.access.SubjectAccessReviewer;
import dev.serval.operator.metricsapi.api.MetricsApiHandler;
import dev.serval.operator.metricsapi.http.HttpsServer;
import dev.serval.operator.metricsapi.identity.RequestAuthenticator;
import dev.serval.operator.metricsapi.identity.TrustFeed;
import dev.serval.operator.metricsapi.registration.Registrar;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import org.jboss.logging.Logger;

/** One operator's metrics API, with everything that it consists of. */
public final class MetricsApi implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(MetricsApi.class);

  /** How much sooner it looks again while something is expected to change. */
  private static final int SOONER = 8;

  private static final long STOP_SECONDS = 2;

  private final TrustFeed trust;
  private final HttpsServer server;
  private final Registrar registrar;
  private final ExecutorService reviewing = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          new DefaultThreadFactory("metrics-api-look", true));
  private final long look;
  private volatile boolean started;

  /** What an API needs of the operator. */
  public record Surroundings(
      KeyManager certificate,
      Supplier<Optional<String>> authorities,
      MetricSource source,
      BooleanSupplier leads,
      Runnable onChange) {}

  /**
   * An API that isn't started.
   *
   * @param surroundings the certificate with the key, which may change; the PEM of those who sign
   *     it, as soon as there are any; the values; whether this operator leads; and who is told that
   *     autoscalers can read another API
   * @throws IOException if the server can't be made
   */
  public MetricsApi(
      KubernetesClient client,
      MetricsApiSettings settings,
      Surroundings surroundings,
      MetricsApiMetrics metrics,
      Clock clock)
      throws IOException {
    this.look = settings.look().toMillis();
    this.trust = new TrustFeed(client);
    this.registrar =
        new Registrar(
            client,
            settings,
            surroundings.authorities(),
            trust::problem,
            surroundings.leads(),
            surroundings.onChange());
    SubjectAccessReviewer reviewer = new SubjectAccessReviewer(client);
    AccessReviews reviews =
        new AccessReviews(
            (user, access) -> {
              metrics.reviewed();
              return reviewer.review(user, access);
            },
            reviewing,
            settings.limits().reviews(),
            clock);
    MetricsApiHandler handler =
        new MetricsApiHandler(
            RequestAuthenticator.of(trust),
            reviews,
            surroundings.source(),
            trust::problem,
            metrics,
            clock);
    this.server =
        new HttpsServer(
            new InetSocketAddress(settings.bindHost(), settings.port()),
            surroundings.certificate(),
            handler::answer,
            settings.limits(),
            metrics);
    metrics.show(server::connections);
  }

  /**
   * Starts: whom to believe first, then the server, then the registration.
   *
   * @throws IOException if the address to listen on can't be had
   */
  public void start() throws IOException, InterruptedException {
    trust.start();
    server.start();
    started = true;
    looking.execute(this::look);
    LOG.infof("The metrics API listens on port %d", server.port());
  }

  private void look() {
    try {
      registrar.look();
    } catch (RuntimeException e) {
      if (looking.isShutdown()) {
        return;
      }
      LOG.error("The registration of the metrics API failed and is tried again", e);
    }
    looking.schedule(this::look, look / (isSettled() ? 1 : SOONER), TimeUnit.MILLISECONDS);
  }

  private boolean isSettled() {
    return switch (registrar.state()) {
      case MetricsApiState.External(Optional<String> trouble) -> trouble.isEmpty();
      case MetricsApiState.Custom(MetricsApiState.Holder _, Optional<String> trouble) ->
          trouble.isEmpty();
      case MetricsApiState.Taken _, MetricsApiState.Unavailable _ -> true;
      case MetricsApiState.Pending _ -> false;
    };
  }

  /** Which API autoscalers can read. Never blocks; at most some seconds old. */
  public MetricsApiState state() {
    return registrar.state();
  }

  /** Whether it listens. */
  public boolean isServed() {
    return started;
  }

  /** Why nobody can be answered though it listens; empty if they can. */
  public Optional<String> problem() {
    return trust.problem();
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Answers what has been asked and ends. The registration stays, for the others. */
  @Override
  public void close() {
    looking.shutdownNow();
    try {
      if (!looking.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The registration of the metrics API did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
    trust.close();
    reviewing.shutdown();
  }
}
