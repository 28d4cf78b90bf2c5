package dev.serval.core.route;

import dev.serval.api.error.ServeException;
import dev.serval.api.error.StageFailedException;
import dev.serval.core.call.Call;
import dev.serval.core.call.CancelReason;
import dev.serval.protocol.wire.Load;
import java.util.ArrayList;
import java.util.List;

/** A replica at the other end of a link that does what the test says, on the test's thread. */
final class TestingLink implements ReplicaLink, Call.Route {

  final ReplicaEndpoint endpoint;
  final Listener listener;
  final List<Call> running = new ArrayList<>();
  final List<Call> received = new ArrayList<>();
  final List<Call> receivedWithGrant = new ArrayList<>();
  int declined;
  boolean closed;
  int limit = 100;
  int others;

  /** Turns calls away although the caller believes that there is room. */
  boolean rejecting;

  TestingLink(ReplicaEndpoint endpoint, Listener listener) {
    this.endpoint = endpoint;
    this.listener = listener;
  }

  TestingLink up(int changed) {
    limit = changed;
    listener.up(changed);
    return this;
  }

  @Override
  public void send(Call call, boolean granted) {
    received.add(call);
    call.route(this);
    if (call.ended()) {
      listener.abandoned(call);
    } else if (granted) {
      receivedWithGrant.add(call);
      running.add(call);
    } else if (rejecting) {
      listener.rejected(call, Load.of(others, limit), false);
    } else {
      running.add(call);
    }
  }

  void accept(Call call) {
    listener.accepted(call);
  }

  void succeed(Call call) {
    end(call, Outcome.SUCCESS);
    call.succeed("ok");
  }

  void failStage(Call call) {
    end(call, Outcome.STAGE_FAILURE);
    call.fail(new StageFailedException("Ranker.rank failed", "X", ""));
  }

  void endNeutrally(Call call) {
    end(call, Outcome.NEUTRAL);
    call.succeed(null);
  }

  private void end(Call call, Outcome outcome) {
    running.remove(call);
    listener.ended(call, Load.of(others, limit), outcome);
  }

  void lose(Call call, boolean accepted) {
    running.remove(call);
    listener.lost(call, accepted, "connection reset");
  }

  @Override
  public ServeException cancelled(Call call, CancelReason reason, ServeException error) {
    if (running.remove(call)) {
      listener.abandoned(call);
    }
    return error;
  }

  @Override
  public void decline() {
    declined++;
  }

  @Override
  public void close() {
    closed = true;
  }
}
