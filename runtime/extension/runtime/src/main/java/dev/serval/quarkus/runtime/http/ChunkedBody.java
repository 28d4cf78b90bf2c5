package dev.serval.quarkus.runtime.http;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/**
 * Reads a body whose length the client does not say, up to the longest that is allowed, before REST
 * decodes it. Bodies of a known length were judged by it already.
 */
final class ChunkedBody implements ServerRestHandler {

  @Override
  public void handle(ResteasyReactiveRequestContext context) {
    HttpScope scope = ScopedInvocation.scopeOf(context);
    if (scope == null
        || context.hasInputStream()
        || !RequestHeaders.hasBodyOfUnknownLength(scope.request())) {
      return;
    }
    context.suspend();
    context.serverRequest().setReadListener(new Reader(context, scope));
    context.serverRequest().resumeRequestInput();
  }

  private static final class Reader implements ServerHttpRequest.ReadCallback {

    private static final int FIRST_BYTES = 8 << 10;

    private final ResteasyReactiveRequestContext context;
    private final HttpScope scope;
    private byte[] body = new byte[FIRST_BYTES];
    private int length;
    private boolean ended;

    Reader(ResteasyReactiveRequestContext context, HttpScope scope) {
      this.context = context;
      this.scope = scope;
    }

    @Override
    public void data(ByteBuffer chunk) {
      if (ended) {
        return;
      }
      long longer = (long) length + chunk.remaining();
      if (longer > scope.door().settings().maxBodyBytes() || longer > Integer.MAX_VALUE - 8) {
        ended = true;
        body = null;
        scope.door().answerTooLarge(scope);
        context.close();
        return;
      }
      if (longer > body.length) {
        int doubled = (int) Math.min(Integer.MAX_VALUE - 8, body.length * 2L);
        body = Arrays.copyOf(body, Math.max(doubled, (int) longer));
      }
      int added = chunk.remaining();
      chunk.get(body, length, added);
      length += added;
    }

    @Override
    public void done() {
      if (!ended) {
        ended = true;
        context.setInputStream(new ByteArrayInputStream(body, 0, length));
        context.resume();
      }
    }
  }
}
