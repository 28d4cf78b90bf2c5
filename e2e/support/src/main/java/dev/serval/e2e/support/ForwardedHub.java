package dev.serval.e2e.support;

import dev.serval.crds.Labels;
import dev.serval.hub.v1.FromHub;
import dev.serval.hub.v1.FromReplica;
import dev.serval.hub.v1.Hello;
import dev.serval.hub.v1.HubGrpc;
import dev.serval.hub.v1.Snapshot;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The hub of a pod of the operator, through a port that the API server forwards: what it tells whom
 * doesn't depend on the way there. It is dialled and trusted as the ConfigMap of an application
 * tells its pods to.
 */
public final class ForwardedHub implements AutoCloseable {

  private static final long ANSWER_SECONDS = 20;
  private static final String AUTHORITIES = "hub-ca.crt";
  private static final String SETTINGS = "application.properties";
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final LocalPortForward forward;
  private final ManagedChannel channel;

  private ForwardedHub(LocalPortForward forward, ManagedChannel channel) {
    this.forward = forward;
    this.channel = channel;
  }

  /**
   * Opens it as a pod of {@code application} would.
   *
   * @throws IllegalStateException if the application is told of no hub, or no operator leads
   */
  public static ForwardedHub open(ClusterUnderTest cluster, ApplicationUnderTest application) {
    ConfigMap topology = topology(cluster.client(), application);
    String address = settings(topology).getProperty("serval.hub.address");
    int colon = address.lastIndexOf(':');
    Pod operator =
        new OperatorDeployment(cluster.client())
            .leader()
            .orElseThrow(() -> new IllegalStateException("no operator leads"));
    LocalPortForward forward =
        cluster
            .client()
            .pods()
            .resource(operator)
            .portForward(Integer.parseInt(address.substring(colon + 1)));
    return new ForwardedHub(
        forward,
        channel(
            forward.getLocalPort(),
            address.substring(0, colon),
            topology.getData().get(AUTHORITIES)));
  }

  private static ConfigMap topology(KubernetesClient client, ApplicationUnderTest application) {
    return client
        .configMaps()
        .inNamespace(application.namespace())
        .withLabel(Labels.APPLICATION, application.name())
        .list()
        .getItems()
        .stream()
        .filter(each -> each.getData().containsKey(AUTHORITIES))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(application.name() + " is told of no hub"));
  }

  private static Properties settings(ConfigMap topology) {
    Properties settings = new Properties();
    try {
      settings.load(new StringReader(topology.getData().get(SETTINGS)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return settings;
  }

  private static ManagedChannel channel(int port, String nameInCertificate, String authorities) {
    try {
      return NettyChannelBuilder.forAddress("127.0.0.1", port)
          .overrideAuthority(nameInCertificate)
          .sslContext(
              GrpcSslContexts.forClient()
                  .trustManager(
                      new ByteArrayInputStream(authorities.getBytes(StandardCharsets.US_ASCII)))
                  .build())
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException("the authorities of the hub are none", e);
    }
  }

  /**
   * What the hub first tells a replica that knows nothing and shows this token.
   *
   * @throws StatusRuntimeException if the hub refuses it
   */
  public Snapshot tells(String token) {
    CompletableFuture<Snapshot> told = new CompletableFuture<>();
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token);
    StreamObserver<FromReplica> replica =
        HubGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .connect(new FirstAnswer(told));
    replica.onNext(FromReplica.newBuilder().setHello(Hello.getDefaultInstance()).build());
    try {
      Snapshot first = told.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
      replica.onCompleted();
      return first;
    } catch (CompletionException e) {
      throw e.getCause() instanceof StatusRuntimeException refusal ? refusal : e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.shutdownNow();
    forward.close();
  }

  private record FirstAnswer(CompletableFuture<Snapshot> told) implements StreamObserver<FromHub> {

    @Override
    public void onNext(FromHub message) {
      told.complete(message.getSnapshot());
    }

    @Override
    public void onError(Throwable failure) {
      told.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      told.completeExceptionally(new IllegalStateException("the hub has told nothing"));
    }
  }
}
