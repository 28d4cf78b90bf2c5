package dev.serval.operator.hub;

import dev.serval.operator.discovery.directory.Directory;
import dev.serval.operator.discovery.load.ConnectionNumbers;
import dev.serval.operator.discovery.load.LoadBook;
import dev.serval.operator.hub.certificate.BadSecretException;
import dev.serval.operator.hub.certificate.CertificateSecret;
import dev.serval.operator.hub.certificate.CertificateSet;
import dev.serval.operator.hub.certificate.HubCertificate;
import dev.serval.operator.hub.condition.ConfiguredConditions;
import dev.serval.operator.hub.condition.PodConditionWriter;
import dev.serval.operator.hub.connection.Connections;
import dev.serval.operator.hub.connection.HubServer;
import dev.serval.operator.hub.connection.HubService;
import dev.serval.operator.hub.connection.IdentityInterceptor;
import dev.serval.operator.hub.feed.DirectoryFeed;
import dev.serval.operator.hub.identity.Authentication;
import dev.serval.operator.hub.identity.AuthenticationGate;
import dev.serval.operator.hub.identity.PodAuthenticator;
import dev.serval.operator.plan.HubAccess;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.grpc.Context;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jboss.logging.Logger;

/** One operator's hub, with everything that it consists of. */
public final class Hub implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Hub.class);

  /** Reports come every second; one that is older than a few of them says nothing. */
  private static final Duration REPORT_VALIDITY = Duration.ofSeconds(5);

  private static final Duration SYNC = Duration.ofMinutes(2);
  private static final Duration RETRY = Duration.ofSeconds(15);

  /** Soon enough after this operator begins to lead, or another address was set. */
  private static final Duration RENEWAL_CHECK = Duration.ofSeconds(10);

  private static final int WORKERS = 4;

  /**
   * How many hubs there may be that have as many replicas as they take: the leader's book has all.
   */
  private static final int HUBS = 4;

  private final HubSettings settings;
  private final HubMetrics metrics;
  private final Clock clock;
  private final Directory directory;
  private final LoadBook book;
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private final ScheduledExecutorService teller = executor("hub-tell", 1);
  private final ScheduledExecutorService workers = executor("hub-work", WORKERS);
  private final Connections connections;
  private final DirectoryFeed feed;
  private final HubCertificate certificate;
  private final HubServer server;
  private final Runnable onAccess;

  private volatile HubAccess access;
  private volatile Instant certificateEnds = Instant.EPOCH;
  private volatile String problem = "not started yet";

  /**
   * A hub that isn't started.
   *
   * @param leads whether this operator leads, and so renews certificates
   * @param onAccess runs whenever {@link #access} has become another
   * @throws IOException if the server can't be made
   */
  public Hub(
      KubernetesClient client,
      HubSettings settings,
      HubMetrics metrics,
      Clock clock,
      BooleanSupplier leads,
      Runnable onAccess)
      throws IOException {
    this.settings = settings;
    this.metrics = metrics;
    this.clock = clock;
    this.onAccess = onAccess;
    this.directory = new Directory(newEpoch());
    this.book = new LoadBook(REPORT_VALIDITY, HUBS * settings.limits().replicas());
    this.connections = new Connections(directory, teller, settings.limits().replicas());
    this.feed = new DirectoryFeed(client, settings.watched(), directory, connections::changed);
    this.certificate =
        new HubCertificate(
            client, settings.namespace(), settings.certificateNames(), clock, leads, this::use);
    HubService service =
        new HubService(
            directory,
            connections,
            book,
            new ConfiguredConditions(new PodConditionWriter(client, clock), workers),
            settings.limits(),
            metrics,
            clock,
            new ConnectionNumbers());
    PodAuthenticator replicas =
        new PodAuthenticator(client, settings.watched(), settings.operator());
    this.server =
        new HubServer(
            new InetSocketAddress(settings.bindHost(), settings.port()),
            keys,
            intercepted(service.definition(), replicas::authenticate, HubService.REPLICA),
            settings.limits().replicas());
    metrics.show(directory, book, connections::count, clock);
    metrics.showCertificate(() -> certificateEnds, clock);
  }

  private <I> ServerServiceDefinition intercepted(
      ServerServiceDefinition service,
      Function<String, Authentication<I>> authenticator,
      Context.Key<I> caller) {
    AuthenticationGate<I> gate = new AuthenticationGate<>(authenticator, settings.limits(), clock);
    return ServerInterceptors.intercept(service, new IdentityInterceptor<>(gate, caller, metrics));
  }

  /**
   * Serves another service on the same port, with the same certificate and bounds.
   *
   * @param authenticator finds who shows a token
   * @param caller where the service finds that
   */
  public <I> void serve(
      ServerServiceDefinition service,
      Function<String, Authentication<I>> authenticator,
      Context.Key<I> caller) {
    server.add(intercepted(service, authenticator, caller));
  }

  private static ScheduledExecutorService executor(String name, int threads) {
    return Executors.newScheduledThreadPool(threads, new DefaultThreadFactory(name, true));
  }

  private static long newEpoch() {
    long epoch = new SecureRandom().nextLong();
    return epoch == 0 ? 1 : epoch;
  }

  /**
   * Starts: the certificate first, then the directory, and when it is like the cluster the server.
   * If the Secret of the certificate can't be used the hub says so and tries again; the operator
   * works without it.
   *
   * @throws KubernetesClientException if the API server doesn't answer or refuses
   * @throws IOException if the address to listen on can't be had
   */
  public void start() throws IOException, InterruptedException {
    try {
      certificate.obtain();
    } catch (BadSecretException e) {
      notYet(e);
      return;
    }
    serve();
  }

  private void startAgain() {
    try {
      certificate.obtain();
      serve();
    } catch (BadSecretException | KubernetesClientException e) {
      notYet(e);
    } catch (IOException e) {
      problem = e.getMessage();
      LOG.errorf("The hub is not served: %s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void notYet(RuntimeException e) {
    problem = e.getMessage();
    LOG.errorf("The hub is not served yet: %s", e.getMessage());
    workers.schedule(this::startAgain, RETRY.toSeconds(), TimeUnit.SECONDS);
  }

  private void serve() throws IOException, InterruptedException {
    if (!feed.start(SYNC)) {
      throw new IOException("the hub's caches were not filled in " + SYNC.toSeconds() + " s");
    }
    server.start();
    workers.scheduleWithFixedDelay(
        certificate::renewIfDue, 0, RENEWAL_CHECK.toSeconds(), TimeUnit.SECONDS);
    problem = null;
    LOG.infof("The hub listens on port %d; pods dial %s", server.port(), settings.address());
  }

  private void use(CertificateSet certificates) {
    keys.updateIdentityCredentials(
        new X509Certificate[] {certificates.server()}, certificates.serverKey());
    certificateEnds = certificates.server().getNotAfter().toInstant();
    HubAccess now =
        new HubAccess(
            settings.address().toString(), CertificateSecret.pem(certificates.authorities()));
    if (!now.equals(access)) {
      access = now;
      onAccess.run();
    }
  }

  /** What replicas report that are connected here, and what other operators tell of theirs. */
  public LoadBook load() {
    return book;
  }

  /** Who can be called, once the hub is served. */
  public Directory directory() {
    return directory;
  }

  /** How it is served. */
  public HubSettings settings() {
    return settings;
  }

  /** How pods reach the hub; empty as long as it has no certificate. */
  public Optional<HubAccess> access() {
    return Optional.ofNullable(access);
  }

  /** Why the hub isn't served; empty if it is. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Its certificate with the key, for servers beside it; follows each renewal. */
  public X509ExtendedKeyManager keyManager() {
    return keys;
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Renews what is due now, if this operator leads. */
  public void renewIfDue() {
    certificate.renewIfDue();
  }

  /** Sends replicas elsewhere and ends. */
  @Override
  public void close() {
    connections.stop();
    server.close();
    feed.close();
    certificate.close();
    teller.shutdownNow();
    workers.shutdownNow();
  }
}
