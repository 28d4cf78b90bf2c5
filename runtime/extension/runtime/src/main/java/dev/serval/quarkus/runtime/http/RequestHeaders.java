package dev.serval.quarkus.runtime.http;

import dev.serval.protocol.wire.CallMetadata;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a request says about itself besides its path and its body. */
final class RequestHeaders {

  static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-ID");

  private static final CharSequence ID = HttpHeaders.createOptimized("x-request-id");
  private static final CharSequence TIMEOUT =
      HttpHeaders.createOptimized("x-request-timeout-seconds");
  private static final CharSequence TRACE_PARENT = HttpHeaders.createOptimized("traceparent");
  private static final CharSequence TRACE_STATE = HttpHeaders.createOptimized("tracestate");
  private static final CharSequence SESSION = HttpHeaders.createOptimized("x-session-id");

  /** W3C: version, trace id, parent id and flags; later versions may be longer. */
  private static final int SHORTEST_TRACE_PARENT = 55;

  private static final int LONGEST_TRACE = 512;
  private static final double LONGEST_TIMEOUT_SECONDS = Duration.ofDays(1).toSeconds();

  /** The result of {@link #timeoutNanos} if the request is to have no deadline. */
  static final long NO_TIMEOUT = 0;

  private RequestHeaders() {}

  /** A header cannot be used; the message names it, its value and what is allowed. */
  static final class BadHeaderException extends Exception {

    private static final long serialVersionUID = 1L;

    BadHeaderException(String message) {
      super(message, null, false, false);
    }
  }

  /** Whether there may be a body, and the client does not say how long it is. */
  static boolean hasBodyOfUnknownLength(HttpServerRequest request) {
    MultiMap headers = request.headers();
    // HTTP/2 has no chunks: a body without a length is as good as any.
    return request.version() == HttpVersion.HTTP_2
        ? !request.isEnded() && !headers.contains(HttpHeaders.CONTENT_LENGTH)
        : headers.contains(HttpHeaders.TRANSFER_ENCODING);
  }

  /** The length of the body that the client says, or 0. */
  static long bodyLength(HttpServerRequest request) {
    String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }

  /**
   * What calls made for the request carry on.
   *
   * @throws BadHeaderException if the session id cannot be carried
   */
  static CallMetadata metadata(MultiMap headers, RequestIds ids) throws BadHeaderException {
    String id = requestId(headers, ids);
    String parent = headers.get(TRACE_PARENT);
    String state = "";
    if (parent == null || parent.length() < SHORTEST_TRACE_PARENT || !isTrace(parent)) {
      parent = "";
    } else {
      String given = headers.get(TRACE_STATE);
      state = given == null || !isTrace(given) ? "" : given;
    }
    return new CallMetadata(id, parent, state, "", session(headers));
  }

  /** The id that the client gave the request, or a new one if it gave none that is acceptable. */
  static String requestId(MultiMap headers, RequestIds ids) {
    String given = headers.get(ID);
    return RequestIds.acceptable(given) ? given : ids.next();
  }

  private static boolean isTrace(String value) {
    return value.length() <= LONGEST_TRACE && RequestIds.printable(value);
  }

  private static String session(MultiMap headers) throws BadHeaderException {
    String session = headers.get(SESSION);
    if (session == null) {
      return "";
    }
    if (session.length() > LONGEST_TRACE || !RequestIds.printable(session)) {
      throw new BadHeaderException(
          "Header x-session-id must be up to " + LONGEST_TRACE + " printable ASCII characters");
    }
    return session;
  }

  /**
   * How long the request may take, in nanoseconds, or {@link #NO_TIMEOUT}.
   *
   * @param otherwise the timeout of a request that does not say
   * @throws BadHeaderException if the header is not a number
   */
  static long timeoutNanos(MultiMap headers, long otherwise) throws BadHeaderException {
    String text = headers.get(TIMEOUT);
    return text == null ? otherwise : parseTimeout(text);
  }

  private static long parseTimeout(String text) throws BadHeaderException {
    double seconds;
    try {
      seconds = Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      seconds = Double.NaN;
    }
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
      throw new BadHeaderException(
          "Header x-request-timeout-seconds must be a number of seconds, where 0 or less sets no"
              + " bound, but is \""
              + shown
              + '"');
    }
    if (seconds <= 0) {
      return NO_TIMEOUT;
    }
    double bounded = Math.min(seconds, LONGEST_TIMEOUT_SECONDS);
    return Math.max(1, (long) (bounded * TimeUnit.SECONDS.toNanos(1)));
  }
}
