package dev.serval.quarkus.runtime.http;

import dev.serval.core.call.CancelReason;
import dev.serval.core.call.Scope;
import dev.serval.protocol.wire.CallMetadata;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/**
 * An HTTP request at the ingress deployment, from its arrival until its response has ended or its
 * client has gone. The calls that the resource method makes are its children. It holds a slot of
 * the deployment, which is given back once, when the request is over and no user code runs for it
 * any more.
 */
public final class HttpScope extends Scope implements Handler<AsyncResult<Void>>, Slots.Waiter {

  /** The status that a request counts with whose client has gone before there was a response. */
  static final int CLIENT_GONE = 499;

  private static final String KEY = HttpScope.class.getName();

  private enum Answerer {
    NOBODY,
    APPLICATION,
    DOOR
  }

  private final IngressDoor door;
  private final RoutingContext exchange;
  private final ContextInternal context;
  private final Deadlines deadlines;
  private final long startedNanos;

  // The links of the list that deadlines keeps; guarded by it.
  HttpScope nextWatched;
  HttpScope previousWatched;
  boolean watched;

  // Guarded by this.
  private boolean holdsSlot;
  private boolean over;
  private boolean ran;
  private Answerer answerer = Answerer.NOBODY;
  private Thread runner;
  private Runnable onAbandon;
  private GenericFutureListener<Future<Void>> onClose;
  private long admittedNanos;

  private EndpointObserver endpoint;

  HttpScope(
      IngressDoor door,
      RoutingContext exchange,
      Deadlines deadlines,
      CallMetadata metadata,
      long nowNanos,
      long deadlineNanos) {
    super(metadata, deadlineNanos);
    this.door = door;
    this.exchange = exchange;
    this.context = contextOf(exchange.request());
    this.deadlines = deadlines;
    this.startedNanos = nowNanos;
    this.admittedNanos = nowNanos;
    context.localContextData().put(KEY, this);
  }

  /** The request that {@code request} is, or {@code null} if it did not come through the door. */
  static HttpScope of(HttpServerRequest request) {
    return (HttpScope) contextOf(request).localContextData().get(KEY);
  }

  static ContextInternal contextOf(HttpServerRequest request) {
    return (ContextInternal) ((HttpServerRequestInternal) request).context();
  }

  @Override
  protected long nanoTime() {
    return door.nanoTime();
  }

  /** The door and the routers of a process follow one clock. */
  @Override
  protected long deadlineAt(long nowNanos) {
    return deadlineNanos();
  }

  @Override
  public String application() {
    return door.application();
  }

  @Override
  public String deployment() {
    return door.deployment();
  }

  /** Waits for the end of the response, and for that of the connection. */
  void watchResponse() {
    exchange.addEndHandler(this);
    watchEnd();
  }

  /**
   * Waits for the end of the response in the one way that nobody prevents: Quarkus replaces other
   * handlers when it refuses a body.
   */
  void watchEnd() {
    exchange.addBodyEndHandler(ended -> handle(null));
  }

  /**
   * Waits for the end of the connection itself: REST resets a stream that it cannot write, and then
   * nobody is told of the end of the response.
   */
  void watchConnection() {
    GenericFutureListener<Future<Void>> listener = closed -> handle(null);
    synchronized (this) {
      if (over || onClose != null) {
        return;
      }
      onClose = listener;
    }
    channel().closeFuture().addListener(listener);
  }

  private Channel channel() {
    return ((ConnectionBase) exchange.request().connection()).channel();
  }

  /** The endpoint that the request was matched to; tells metrics. */
  void matched(EndpointObserver endpoint) {
    this.endpoint = endpoint;
  }

  // ---- Admission

  /** On the event loop of the request: takes a slot, waits for one, or is refused. */
  void enter(Slots slots) {
    switch (slots.take(this)) {
      case TAKEN -> {
        // Held since the request arrived, a moment ago: the clock is not read again.
        if (admitted(startedNanos)) {
          door.letIn(exchange);
        }
      }
      // The body stays with the client until there is somebody to read it.
      case QUEUED -> exchange.request().pause();
      case FULL -> door.refuse(this);
    }
  }

  @Override
  public void granted() {
    if (admitted(nanoTime())) {
      context.runOnContext(ignored -> door.letIn(exchange));
    }
  }

  private boolean admitted(long nowNanos) {
    synchronized (this) {
      if (!over && !cancelled()) {
        holdsSlot = true;
        admittedNanos = nowNanos;
        return true;
      }
    }
    door.slots().giveBack(nowNanos);
    return false;
  }

  /** Whether the application has seen the request, and may be reading its body. */
  synchronized boolean wasLetIn() {
    return holdsSlot;
  }

  // ---- The resource method

  /**
   * User code is about to run on this thread.
   *
   * @param interruptible whether the thread runs nothing else meanwhile
   * @return false if it must not, since nobody waits for the result
   */
  synchronized boolean beginRun(boolean interruptible) {
    if (over || cancelled()) {
      return false;
    }
    ran = true;
    if (interruptible) {
      runner = Thread.currentThread();
    }
    return true;
  }

  /** Whether user code has run: what is wrong from then on is not the request. */
  synchronized boolean ran() {
    return ran;
  }

  /** User code has returned. */
  void endRun(boolean interruptible) {
    if (!interruptible) {
      // On the event loop, where the end of the response gives the slot back.
      return;
    }
    synchronized (this) {
      runner = null;
      // The thread may go on to other work, which this interrupt is not meant for.
      Thread.interrupted();
    }
    giveBackSlotOnceDone();
  }

  /**
   * What to do with the unfinished result of the resource method when nobody waits for it any more.
   *
   * @return false if that is so already
   */
  synchronized boolean onAbandon(Runnable action) {
    if (over || cancelled()) {
      return false;
    }
    onAbandon = action;
    return true;
  }

  /**
   * The application is about to answer. False if it must not, since the request has been answered
   * already or nobody is there to read.
   */
  synchronized boolean claimForApplication() {
    if (over || answerer == Answerer.DOOR) {
      return false;
    }
    answerer = Answerer.APPLICATION;
    return true;
  }

  synchronized boolean claimForDoor() {
    if (over || answerer != Answerer.NOBODY) {
      return false;
    }
    answerer = Answerer.DOOR;
    return true;
  }

  // ---- The end

  /** The deadline has passed. On the event loop of the request. */
  void expire() {
    // Claimed first, or what the cancellation wakes might answer before.
    boolean claimed = claimForDoor();
    if (!cancel(CancelReason.DEADLINE)) {
      return;
    }
    HttpServerResponse response = exchange.response();
    if (claimed && !response.headWritten()) {
      door.answerLate(this);
    } else if (isOpenStream(response)) {
      // A response that has begun cannot become an error: end it so that the client sees it broken.
      response.reset();
      // Nobody is told of the end of a response that is reset.
      handle(null);
    }
  }

  private static boolean isOpenStream(HttpServerResponse response) {
    boolean upgraded = response.getStatusCode() == 101;
    return response.headWritten() && !response.ended() && !response.closed() && !upgraded;
  }

  @Override
  protected void onCancel(CancelReason reason) {
    Runnable abandon;
    boolean mayWait;
    synchronized (this) {
      if (runner != null) {
        runner.interrupt();
      }
      abandon = onAbandon;
      onAbandon = null;
      mayWait = !holdsSlot;
    }
    if (mayWait) {
      door.slots().leave(this);
    }
    if (abandon != null) {
      abandon.run();
    }
  }

  /** The response has ended, or the connection is closed: told by Vert.x, perhaps twice. */
  @Override
  public void handle(AsyncResult<Void> ignored) {
    GenericFutureListener<Future<Void>> listener;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      listener = onClose;
    }
    if (listener != null) {
      channel().closeFuture().removeListener(listener);
    }
    deadlines.remove(this);
    HttpServerResponse response = exchange.response();
    boolean answered = response.ended();
    if (!answered) {
      cancel(CancelReason.CANCELLED);
    }
    giveBackSlotOnceDone();
    door.ended(endpoint, answered ? response.getStatusCode() : CLIENT_GONE, startedNanos);
  }

  private void giveBackSlotOnceDone() {
    synchronized (this) {
      if (!holdsSlot || !over || runner != null) {
        return;
      }
      holdsSlot = false;
    }
    door.slots().giveBack(admittedNanos);
  }

  IngressDoor door() {
    return door;
  }

  HttpServerRequest request() {
    return exchange.request();
  }

  RoutingContext exchange() {
    return exchange;
  }
}
