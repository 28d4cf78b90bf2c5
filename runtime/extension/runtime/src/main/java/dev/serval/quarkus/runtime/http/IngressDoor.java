package dev.serval.quarkus.runtime.http;

import dev.serval.core.call.Scope;
import dev.serval.core.time.TimeSource;
import dev.serval.protocol.wire.CallMetadata;
import dev.serval.quarkus.runtime.http.RequestHeaders.BadHeaderException;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * In front of the application's routes: every request passes here on its event loop before its body
 * is read. Paths under {@code /q} and {@code /-} pass untouched.
 */
public final class IngressDoor implements Handler<RoutingContext> {

  private static final String JSON = "application/json";

  /** A body that is left unread up to this size is skipped; a larger one costs the connection. */
  private static final long CHEAP_TO_SKIP_BYTES = 64 << 10;

  private static final long LINGER_MILLIS = 500;

  /** Of a path that is repeated in an error, in characters. */
  private static final int LONGEST_SHOWN = 128;

  private volatile DoorSettings settings;
  private final TimeSource time;
  private final Slots slots;
  private final EndpointObserver.Factory observers;
  private final EndpointObserver unmatched;
  private volatile Taking taking = Taking.ALL;

  /** Written by whichever loop ends a request; a little out of date at worst. */
  private volatile long lastEndedNanos;

  private final FastThreadLocal<DoorLoop> loops =
      new FastThreadLocal<>() {
        @Override
        protected DoorLoop initialValue() {
          return new DoorLoop(time);
        }
      };

  /** A door of the deployment that the settings name; deadlines are in the time of the engine. */
  public IngressDoor(DoorSettings settings, TimeSource time, EndpointObserver.Factory observers) {
    this.settings = settings;
    this.time = time;
    this.lastEndedNanos = time.nanoTime() - TimeUnit.DAYS.toNanos(1);
    this.slots = new Slots(settings.maxOngoing(), settings.maxQueued(), time::nanoTime);
    this.observers = observers;
    this.unmatched = observers.of("", "");
  }

  /**
   * Changes the bounds. The deadlines of requests under way stay.
   *
   * @param timeoutNanos how long a request may take that does not say, or 0 for as long as it likes
   * @param maxOngoing requests under way at a time, at least 1
   * @param maxQueued requests that may wait, or -1 for any number
   */
  public void reconfigure(long timeoutNanos, int maxOngoing, int maxQueued) {
    settings = settings.withBounds(timeoutNanos, maxOngoing, maxQueued);
    slots.reconfigure(maxOngoing, maxQueued);
  }

  /** How long a request may take that does not say; zero for as long as it likes. */
  public Duration requestTimeout() {
    return Duration.ofNanos(settings.timeoutNanos());
  }

  /** Which requests are taken. */
  private enum Taking {
    ALL,
    /** One more on each connection. */
    LAST,
    NONE
  }

  /** The slots of requests under way, and the queue in front of them. */
  public Slots slots() {
    return slots;
  }

  /**
   * Ends each connection with the response to its next request: its client is to go elsewhere, and
   * loses nothing by it.
   */
  public void takeLastRequests() {
    taking = Taking.LAST;
  }

  /**
   * Takes no new requests from now on: they are answered with 503, and their connections end. Those
   * that have a slot or wait for one go on.
   */
  public void drain() {
    taking = Taking.NONE;
  }

  /** Whether there is no request, and the last one ended so long ago. */
  boolean quietFor(long nanos) {
    return slots.occupied() + slots.queued() == 0 && time.nanoTime() - lastEndedNanos >= nanos;
  }

  /** Now, in the time of the engine. */
  long nanoTime() {
    return time.nanoTime();
  }

  DoorSettings settings() {
    return settings;
  }

  String application() {
    return settings.application();
  }

  String deployment() {
    return settings.deployment();
  }

  /** Makes the observer of a route; to be kept, not made for each request. */
  EndpointObserver observe(String method, String route) {
    return observers.of(method, route);
  }

  @Override
  public void handle(RoutingContext exchange) {
    String path = exchange.normalizedPath();
    HttpServerRequest request = exchange.request();
    if (settings.hasPrefix() && goesOnWithoutPrefix(exchange, path)) {
      return;
    }
    if (path.startsWith("/q/") || path.startsWith("/-/")) {
      exchange.next();
      return;
    }
    MultiMap headers = request.headers();
    DoorLoop loop = loops.get();
    long now = time.nanoTime();
    HttpScope scope;
    try {
      CallMetadata metadata = RequestHeaders.metadata(headers, loop.ids());
      exchange.response().putHeader(RequestHeaders.REQUEST_ID, metadata.requestId());
      long timeout = RequestHeaders.timeoutNanos(headers, settings.timeoutNanos());
      long deadline = timeout == RequestHeaders.NO_TIMEOUT ? Scope.NO_DEADLINE : now + timeout;
      scope = new HttpScope(this, exchange, loop.deadlines(request), metadata, now, deadline);
    } catch (BadHeaderException wrong) {
      refuse(exchange, loop.ids().next(), now, wrong.getMessage());
      return;
    }
    scope.watchResponse();
    if (taking == Taking.NONE) {
      refuseDraining(scope);
      return;
    }
    endConnectionIfLast(exchange);
    HttpError refusal = refusal(request, path);
    if (refusal != null) {
      answer(exchange, scope.requestId(), refusal);
      return;
    }
    if (scope.deadlineNanos() != Scope.NO_DEADLINE) {
      loop.deadlines(request).add(scope, now);
    }
    scope.enter(slots);
  }

  private void endConnectionIfLast(RoutingContext exchange) {
    if (taking != Taking.LAST) {
      return;
    }
    HttpServerRequest request = exchange.request();
    if (request.version() == HttpVersion.HTTP_2) {
      request.connection().shutdown();
    } else {
      exchange.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      exchange.addEndHandler(ended -> closeSoon(request));
    }
  }

  /** The path of the request cannot be decoded. */
  void refuseUndecodable(RoutingContext exchange) {
    HttpServerRequest request = exchange.request();
    String id = RequestHeaders.requestId(request.headers(), loops.get().ids());
    String path = request.path();
    String shown = path.length() > LONGEST_SHOWN ? path.substring(0, LONGEST_SHOWN) + "..." : path;
    refuse(
        exchange,
        id,
        time.nanoTime(),
        "The path " + shown + " cannot be decoded: " + ErrorMapping.HOW_TO_ENCODE);
  }

  private void refuse(RoutingContext exchange, String id, long startedNanos, String message) {
    exchange.response().putHeader(RequestHeaders.REQUEST_ID, id);
    answer(exchange, id, HttpError.of(400, "BadRequest", message));
    unmatched.ended(400, time.nanoTime() - startedNanos);
  }

  /** The request has a slot: on to the application's routes. On its event loop. */
  void letIn(RoutingContext exchange) {
    if (!settings.hasPrefix()) {
      exchange.next();
      return;
    }
    String path = exchange.normalizedPath().substring(settings.routePrefix().length());
    String query = exchange.request().query();
    exchange.reroute((path.isEmpty() ? "/" : path) + (query == null ? "" : '?' + query));
  }

  /** The second time a request passes that was rerouted. */
  private boolean goesOnWithoutPrefix(RoutingContext exchange, String path) {
    HttpScope scope = HttpScope.of(exchange.request());
    if (scope == null) {
      return false;
    }
    // Rerouting clears the headers of the response and who waits for its end.
    exchange.response().putHeader(RequestHeaders.REQUEST_ID, scope.requestId());
    endConnectionIfLast(exchange);
    scope.watchEnd();
    if (path.startsWith("/q/") || path.startsWith("/-/")) {
      answer(
          exchange, scope.requestId(), notFound(exchange.request().method().name(), asAsked(path)));
    } else {
      exchange.next();
    }
    return true;
  }

  /** Why the request cannot be let in whatever the load, or {@code null}. */
  private HttpError refusal(HttpServerRequest request, String path) {
    if (!settings.answers()) {
      return HttpError.of(
          404,
          "NotFound",
          "This process hosts deployment "
              + settings.hosted()
              + " of application "
              + settings.application()
              + ", which answers no HTTP requests"
              + (settings.deployment().isEmpty()
                  ? ""
                  : "; deployment " + settings.deployment() + " does"));
    }
    if (!settings.underPrefix(path)) {
      return notFound(request.method().name(), path);
    }
    boolean mayHaveBody = request.method() != HttpMethod.GET;
    return mayHaveBody && RequestHeaders.bodyLength(request) > settings.maxBodyBytes()
        ? tooLarge()
        : null;
  }

  /** The body of a request is longer than allowed. */
  HttpError tooLarge() {
    return HttpError.of(
        413,
        "BodyTooLarge",
        "The request's body is larger than the " + settings.maxBodyBytes() + " bytes allowed");
  }

  /** The path of a route as clients write it. */
  String asAsked(String path) {
    return settings.hasPrefix() ? settings.routePrefix() + path : path;
  }

  static HttpError notFound(String method, String path) {
    return HttpError.of(
        404, "NotFound", "Nothing answers " + method + ' ' + path + "; see /-/routes");
  }

  /** There is no room, not even to wait. */
  void refuse(HttpScope scope) {
    long seconds = slots.retryAfter().toSeconds();
    scope.exchange().response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    answer(
        scope.exchange(),
        scope.requestId(),
        HttpError.of(
            503,
            "BackPressure",
            deployment()
                + " has "
                + settings.maxQueued()
                + " requests waiting already (maxQueuedRequests)"));
  }

  /** The process is about to stop: another one is to answer, over another connection. */
  private void refuseDraining(HttpScope scope) {
    scope
        .exchange()
        .response()
        .putHeader(HttpHeaders.RETRY_AFTER, "1")
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    answer(
        scope.exchange(),
        scope.requestId(),
        HttpError.of(
            503,
            "Draining",
            "This process of application "
                + application()
                + " is about to stop and takes no new requests; send the request again over a new"
                + " connection"));
  }

  /** The body turned out to be longer than allowed. Any thread. */
  void answerTooLarge(HttpScope scope) {
    if (scope.claimForDoor()) {
      HttpScope.contextOf(scope.request())
          .execute(() -> answer(scope.exchange(), scope.requestId(), tooLarge()));
    }
  }

  /** The deadline has passed. */
  void answerLate(HttpScope scope) {
    HttpError error =
        scope.missing() == null
            ? HttpError.of(
                408,
                "DeadlineExceeded",
                deployment() + " did not answer before the deadline of the request")
            : ErrorMapping.of(scope.missing());
    answer(scope.exchange(), scope.requestId(), error);
  }

  static void answer(RoutingContext exchange, String requestId, HttpError error) {
    HttpServerRequest request = exchange.request();
    HttpServerResponse response = exchange.response();
    boolean last = response.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
    boolean closes = (!skipsBody(request) || last) && request.version() != HttpVersion.HTTP_2;
    if (closes) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response.setStatusCode(error.status());
    response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    response.end(error.toJson(requestId));
    if (closes) {
      closeSoon(request);
    }
  }

  /**
   * Reads on for a moment: a client that still writes when its connection is closed may never see
   * the response.
   */
  private static void closeSoon(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    if (!request.isEnded()) {
      request.handler(ignored -> {});
      request.endHandler(ended -> connection.close());
      request.resume();
    }
    HttpScope.contextOf(request)
        .nettyEventLoop()
        .schedule(() -> connection.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Lets the rest of the body go by, unless it is too long or somebody reads it. */
  private static boolean skipsBody(HttpServerRequest request) {
    boolean unknown = RequestHeaders.hasBodyOfUnknownLength(request);
    long length = RequestHeaders.bodyLength(request);
    if (request.isEnded() || !unknown && length == 0) {
      return true;
    }
    HttpScope scope = HttpScope.of(request);
    if (unknown || length > CHEAP_TO_SKIP_BYTES || scope != null && scope.wasLetIn()) {
      return false;
    }
    request.handler(ignored -> {});
    request.resume();
    return true;
  }

  /** A request is over. */
  void ended(EndpointObserver endpoint, int status, long startedNanos) {
    long now = time.nanoTime();
    lastEndedNanos = now;
    (endpoint == null ? unmatched : endpoint).ended(status, now - startedNanos);
  }
}
