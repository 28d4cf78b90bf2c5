package dev.serval.core.wire;

import dev.serval.api.error.ServeException;
import dev.serval.core.call.Call;
import dev.serval.core.call.CancelReason;
import dev.serval.protocol.wire.ProtocolException;
import dev.serval.protocol.wire.WireLimits;

/** A call on its stream, as the caller's end of the connection sees it. */
final class Outgoing implements Call.Route {

  private final ClientConnection connection;
  private final Call call;

  // The rest belongs to the event loop.
  private int stream;
  private boolean accepted;
  private long credit;

  Outgoing(ClientConnection connection, Call call) {
    this.connection = connection;
    this.call = call;
  }

  Call call() {
    return call;
  }

  /** 0 until it was sent. */
  int stream() {
    return stream;
  }

  void sentOn(int number) {
    stream = number;
  }

  /** Whether the replica is known to have started the call. */
  boolean accepted() {
    return accepted;
  }

  void accept() {
    accepted = true;
  }

  /** The credit to pass on to the replica now; 0 for none. */
  int takeCredit() {
    int taken = (int) Math.min(call.takeDemand(), WireLimits.NO_BOUND);
    credit = taken == WireLimits.NO_BOUND ? Long.MAX_VALUE : credit + taken;
    return taken;
  }

  /**
   * An element came.
   *
   * @throws ProtocolException if the replica had no credit for it
   */
  void useCredit() {
    if (credit <= 0) {
      throw new ProtocolException("ITEM on stream " + stream + " came without credit for it");
    }
    if (credit != Long.MAX_VALUE) {
      credit--;
    }
  }

  @Override
  public void demanded(Call demanding) {
    connection.demanded(this);
  }

  @Override
  public ServeException cancelled(Call ended, CancelReason reason, ServeException error) {
    connection.cancelled(this, reason);
    return error;
  }
}
