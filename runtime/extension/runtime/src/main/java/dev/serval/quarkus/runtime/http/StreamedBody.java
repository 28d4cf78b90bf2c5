package dev.serval.quarkus.runtime.http;

import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;
import org.jboss.resteasy.reactive.server.vertx.VertxInputStream;

/**
 * Bounds a body that the resource method reads itself and whose length the client does not say.
 * Bodies of a known length were judged by it already.
 */
final class StreamedBody implements ServerRestHandler {

  @Override
  public void handle(ResteasyReactiveRequestContext context) {
    HttpScope scope = ScopedInvocation.scopeOf(context);
    if (scope == null
        || context.hasInputStream()
        || !RequestHeaders.hasBodyOfUnknownLength(scope.request())) {
      return;
    }
    // Or the stream of REST would end a response without a body, whenever it sees the limit first.
    scope.exchange().remove(VertxInputStream.MAX_REQUEST_SIZE_KEY);
    context.setInputStream(new Bounded(context, scope));
  }

  /** Answers for the resource method, and breaks, when more than the longest body was read. */
  private static final class Bounded extends InputStream {

    private static final int SKIPPED_AT_ONCE = 8 << 10;

    private final ResteasyReactiveRequestContext context;
    private final HttpScope scope;
    private InputStream body;
    private long length;
    private boolean tooLong;

    Bounded(ResteasyReactiveRequestContext context, HttpScope scope) {
      this.context = context;
      this.scope = scope;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      if (!tooLong) {
        int read = body().read(bytes, offset, count);
        length += Math.max(0, read);
        tooLong = length > scope.door().settings().maxBodyBytes();
        if (!tooLong) {
          return read;
        }
        scope.door().answerTooLarge(scope);
      }
      throw new IOException(
          "The body of the request is larger than the "
              + scope.door().settings().maxBodyBytes()
              + " bytes allowed");
    }

    @Override
    public int available() throws IOException {
      return tooLong ? 0 : body().available();
    }

    /** What the resource method has left is read here, within the bound. */
    @Override
    public void close() throws IOException {
      byte[] skipped = new byte[SKIPPED_AT_ONCE];
      int read = 0;
      while (read >= 0 && !tooLong) {
        read = body().read(skipped);
        length += Math.max(0, read);
        tooLong = length > scope.door().settings().maxBodyBytes();
      }
    }

    private InputStream body() {
      if (body == null) {
        body = context.serverRequest().createInputStream();
      }
      return body;
    }
  }
}
