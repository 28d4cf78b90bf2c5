package dev.serval.operator.hub;

import dev.serval.hub.v1.Endpoint;
import dev.serval.hub.v1.FromHub;
import dev.serval.hub.v1.FromReplica;
import dev.serval.hub.v1.Hello;
import dev.serval.hub.v1.HubGrpc;
import dev.serval.hub.v1.LoadReport;
import dev.serval.hub.v1.QueuedCalls;
import dev.serval.hub.v1.SettingsReport;
import dev.serval.hub.v1.Snapshot;
import dev.serval.operator.plan.HubAccess;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A replica as the contract describes it, in the plainest way. */
public final class TestReplica implements AutoCloseable {

  private final ManagedChannel channel;
  private final List<Snapshot> received = new ArrayList<>();
  private final Map<String, Map<String, Endpoint>> deployments = new TreeMap<>();
  private Map<String, String> settings = Map.of();
  private ClientCallStreamObserver<FromReplica> hub;
  private Status end;

  /** A replica that dials a hub on this machine by the name that its certificate has. */
  public TestReplica(HubAccess access, int port) throws IOException {
    this(access, "127.0.0.1", port);
  }

  /** The same for a hub at another address of this machine. */
  public TestReplica(HubAccess access, String host, int port) throws IOException {
    this.channel = HubChannel.to(access, host, port);
  }

  /** Connects as one that has nothing. */
  public TestReplica connect(String token) {
    return connect(token, 0, 0);
  }

  /** Connects as one that has something. */
  TestReplica connect(String token, long epoch, long version) {
    open(token, Integer.MAX_VALUE);
    send(
        FromReplica.newBuilder()
            .setHello(Hello.newBuilder().setEpoch(epoch).setVersion(version))
            .build());
    return this;
  }

  /** Opens the stream without a hello; reads that many messages and then no more. */
  TestReplica open(String token, int reads) {
    HubGrpc.newStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(HubChannel.headers(token)))
        .connect(new Receiver(reads));
    return this;
  }

  synchronized void send(FromReplica message) {
    hub.onNext(message);
  }

  void hello() {
    send(FromReplica.newBuilder().setHello(Hello.getDefaultInstance()).build());
  }

  void load(long sequence, int ongoing) {
    send(
        FromReplica.newBuilder()
            .setLoad(LoadReport.newBuilder().setSequence(sequence).setOngoing(ongoing))
            .build());
  }

  /** The same as a replica does whose load has changed between two seconds. */
  void loadAtOnce(long sequence, int ongoing) {
    send(
        FromReplica.newBuilder()
            .setLoad(
                LoadReport.newBuilder().setSequence(sequence).setOngoing(ongoing).setAtOnce(true))
            .build());
  }

  /** Reports calls that wait here for a deployment. */
  void queued(long sequence, String deployment, int calls) {
    send(
        FromReplica.newBuilder()
            .setLoad(
                LoadReport.newBuilder()
                    .setSequence(sequence)
                    .addQueued(QueuedCalls.newBuilder().setDeployment(deployment).setCalls(calls)))
            .build());
  }

  void settingsProblem(String problem) {
    send(
        FromReplica.newBuilder()
            .setSettings(SettingsReport.newBuilder().setHash("any").setProblem(problem))
            .build());
  }

  synchronized void readMore(int messages) {
    hub.request(messages);
  }

  /** What it was told, message by message. */
  public synchronized List<Snapshot> received() {
    return List.copyOf(received);
  }

  Snapshot last() {
    return received().getLast();
  }

  /** The settings that it was told. */
  public synchronized Map<String, String> settings() {
    return settings;
  }

  synchronized Map<String, Map<String, Endpoint>> deployments() {
    return new TreeMap<>(deployments);
  }

  synchronized List<String> endpoints(String deployment) {
    return List.copyOf(deployments.getOrDefault(deployment, Map.of()).keySet());
  }

  /** How the stream ended, {@code null} while it is open. */
  synchronized Status end() {
    return end;
  }

  private synchronized void apply(Snapshot snapshot) {
    received.add(snapshot);
    if (snapshot.getComplete()) {
      deployments.clear();
    }
    if (snapshot.hasSettings()) {
      settings = snapshot.getSettings().getValuesMap();
    }
    snapshot.getRemovedDeploymentsList().forEach(deployments::remove);
    snapshot
        .getDeploymentsList()
        .forEach(
            change -> {
              Map<String, Endpoint> endpoints =
                  deployments.computeIfAbsent(change.getDeployment(), name -> new TreeMap<>());
              change.getRemovedList().forEach(endpoints::remove);
              change.getEndpointsList().forEach(each -> endpoints.put(each.getId(), each));
            });
  }

  private synchronized void ended(Status status) {
    end = status;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Receiver implements ClientResponseObserver<FromReplica, FromHub> {

    private final int reads;

    Receiver(int reads) {
      this.reads = reads;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<FromReplica> stream) {
      hub = stream;
      stream.disableAutoRequestWithInitial(reads);
    }

    @Override
    public void onNext(FromHub message) {
      apply(message.getSnapshot());
    }

    @Override
    public void onError(Throwable failure) {
      ended(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      ended(Status.OK);
    }
  }
}
