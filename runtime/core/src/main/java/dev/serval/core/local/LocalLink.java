package dev.serval.core.local;

import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.ServeException;
import dev.serval.core.admit.Seat;
import dev.serval.core.call.Call;
import dev.serval.core.call.CancelReason;
import dev.serval.core.codec.Codec;
import dev.serval.core.codec.CodecException;
import dev.serval.core.route.ReplicaLink;
import dev.serval.core.stage.IncomingCall;
import dev.serval.core.stage.StageMethod;
import dev.serval.core.stage.StageReplica;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Type;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The link to a replica in this process. Values are handed over as they are, or pass through a
 * codec as they would on the wire, so that tests find what cannot travel.
 */
public final class LocalLink implements ReplicaLink {

  private static final VarHandle SETTLED;

  static {
    try {
      SETTLED = MethodHandles.lookup().findVarHandle(Incoming.class, "settled", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final StageReplica replica;
  private final Listener listener;
  private final Codec codec;
  private final Seat seat;
  private final Runnable onDrain;

  /**
   * @param codec values pass through it; {@code null} to hand them over
   */
  public LocalLink(StageReplica replica, Listener listener, Codec codec) {
    this.replica = replica;
    this.listener = listener;
    this.codec = codec;
    this.seat = new Seat(new AtomicInteger(), listener::granted);
    this.onDrain = listener::draining;
  }

  /** Tells the listener that the replica can be reached, and when it begins to drain. */
  public void open() {
    listener.up(replica.admission().limit());
    replica.onDrain(onDrain);
  }

  @Override
  public void send(Call call, boolean granted) {
    StageMethod method = replica.methodById(call.target().methodId());
    if (method == null) {
      if (granted) {
        decline();
      }
      listener.ended(call, load(), Outcome.NEUTRAL);
      call.fail(
          new BadRequestException(
              replica.deployment() + " has no method " + call.target().method()));
      return;
    }
    if (!replica.admission().tryAdmit(seat, granted)) {
      listener.rejected(call, load(), replica.admission().draining());
      return;
    }
    boolean waited = call.route() != null;
    Incoming incoming = new Incoming(call, method);
    call.route(incoming);
    if (call.ended()) {
      incoming.abandon(CancelReason.CANCELLED);
      return;
    }
    listener.accepted(call);
    incoming.passOnDemand();
    if (waited) {
      // Whoever freed the slot is on its way to the result of another call; it must not be held up,
      // nor may a queue of calls that end at once pile up on its stack.
      incoming.startElsewhere();
    } else {
      incoming.start();
    }
  }

  @Override
  public void decline() {
    replica.admission().decline(seat);
  }

  @Override
  public void close() {
    replica.forgetOnDrain(onDrain);
    replica.admission().leave(seat);
  }

  private int load() {
    return replica.admission().loadFor(seat);
  }

  private Object throughCodec(Object value, Type type) {
    if (codec == null) {
      return value;
    }
    ByteBuf bytes = ByteBufAllocator.DEFAULT.heapBuffer();
    try {
      codec.encode(value, type, bytes);
      return codec.decode(bytes, type);
    } finally {
      bytes.release();
    }
  }

  /** The callee's side of a call, together with its way back. */
  private final class Incoming extends IncomingCall implements Call.Route {

    private final Call call;

    /** Whether the listener was told the end of the call: the end and a cancellation may meet. */
    @SuppressWarnings("unused") // through SETTLED
    private volatile boolean settled;

    Incoming(Call call, StageMethod method) {
      super(replica, method, seat, call.metadata(), call.deadlineNanos());
      this.call = call;
    }

    void passOnDemand() {
      long demand = call.takeDemand();
      if (demand > 0) {
        demand(demand);
      }
    }

    void abandon(CancelReason reason) {
      cancel(reason);
      if (settle()) {
        listener.abandoned(call);
      }
    }

    private boolean settle() {
      return SETTLED.compareAndSet(this, false, true);
    }

    private void settle(Outcome outcome) {
      if (settle()) {
        listener.ended(call, load(), outcome);
      }
    }

    @Override
    public String application() {
      return call.scope() == null ? "" : call.scope().application();
    }

    @Override
    protected Object[] readArguments() {
      Object[] arguments = call.arguments();
      if (codec == null) {
        return arguments;
      }
      Object[] copies = new Object[arguments.length];
      for (int i = 0; i < copies.length; i++) {
        copies[i] = throughCodec(arguments[i], method().parameterTypes().get(i));
      }
      return copies;
    }

    @Override
    protected void sendResult(Object result) {
      Object copy;
      try {
        copy = throughCodec(result, method().resultType());
      } catch (CodecException wrong) {
        settle(Outcome.STAGE_FAILURE);
        call.fail(
            new BadRequestException(
                replica().displayName(method()) + " result: " + wrong.getMessage()));
        return;
      }
      settle(Outcome.SUCCESS);
      call.succeed(copy);
    }

    @Override
    protected void sendElement(Object element) {
      Object copy;
      try {
        copy = throughCodec(element, method().resultType());
      } catch (CodecException wrong) {
        fail(
            new BadRequestException(
                replica().displayName(method()) + " element: " + wrong.getMessage()));
        return;
      }
      call.element(copy);
    }

    @Override
    protected void sendEnd() {
      settle(Outcome.SUCCESS);
      call.succeed(null);
    }

    @Override
    protected void sendError(ServeException error, boolean stageFailed) {
      settle(stageFailed ? Outcome.STAGE_FAILURE : Outcome.NEUTRAL);
      call.fail(error);
    }

    @Override
    protected void discarded() {
      // The replica may have cancelled the call itself; the caller hears of it here.
      if (!call.ended()) {
        settle(Outcome.NEUTRAL);
        call.fail(cancellation());
      }
    }

    @Override
    public void demanded(Call demanding) {
      passOnDemand();
    }

    @Override
    public ServeException cancelled(Call ended, CancelReason reason, ServeException error) {
      abandon(reason);
      return error;
    }
  }
}
