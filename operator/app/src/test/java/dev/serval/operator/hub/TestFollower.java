package dev.serval.operator.hub;

import dev.serval.relay.v1.FromFollower;
import dev.serval.relay.v1.FromLeader;
import dev.serval.relay.v1.RelayGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Somebody who calls the relay, in the plainest way. */
final class TestFollower implements AutoCloseable {

  private final ManagedChannel channel;
  private StreamObserver<FromFollower> leader;
  private int messages;
  private Status end;

  TestFollower(RunningPeer leader, String host) throws IOException {
    this.channel = HubChannel.to(leader.hub().access(), host, leader.hub().hub().port());
  }

  TestFollower connect(String token) {
    StreamObserver<FromFollower> opened =
        RelayGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(HubChannel.headers(token)))
            .connect(new Receiver());
    synchronized (this) {
      leader = opened;
    }
    return this;
  }

  synchronized void send(FromFollower message) {
    leader.onNext(message);
  }

  /** Whether the leader has said that it takes what is told. */
  synchronized boolean isTaken() {
    return messages > 0 && end == null;
  }

  /** How the stream ended, {@code null} while it is open. */
  synchronized Status end() {
    return end;
  }

  private synchronized void heard() {
    messages++;
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

  private final class Receiver implements StreamObserver<FromLeader> {

    @Override
    public void onNext(FromLeader message) {
      heard();
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
