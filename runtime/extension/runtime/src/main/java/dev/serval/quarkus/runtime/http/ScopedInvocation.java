package dev.serval.quarkus.runtime.http;

import dev.serval.core.call.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.InvocationHandler;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/**
 * Runs a resource method with its request as the current scope, on whatever thread REST runs it. A
 * method that blocks is interrupted when the request is cancelled; an unfinished asynchronous
 * result is cancelled.
 */
final class ScopedInvocation implements ServerRestHandler {

  private final InvocationHandler invocation;

  ScopedInvocation(InvocationHandler invocation) {
    this.invocation = invocation;
  }

  /** The request, or {@code null} if it did not come through the door. */
  static HttpScope scopeOf(ResteasyReactiveRequestContext context) {
    return HttpScope.of(context.serverRequest().unwrap(HttpServerRequest.class));
  }

  /** Runs no more handlers for the request. */
  static void end(ResteasyReactiveRequestContext context) {
    context.setPosition(context.getHandlers().length);
  }

  @Override
  public void handle(ResteasyReactiveRequestContext context) throws Exception {
    HttpScope scope = scopeOf(context);
    if (scope == null || context.getResult() != null) {
      invocation.handle(context);
      return;
    }
    boolean interruptible = !context.serverRequest().isOnIoThread();
    if (!scope.beginRun(interruptible)) {
      end(context);
      return;
    }
    Scope before = Scope.enter(scope);
    try {
      invocation.handle(context);
    } finally {
      Scope.exit(before);
      scope.endRun(interruptible);
    }
    Object result = context.getResult();
    if (result != null && !follow(context, scope, result)) {
      end(context);
    }
  }

  /** False if the result is not wanted any more. */
  private static boolean follow(
      ResteasyReactiveRequestContext context, HttpScope scope, Object result) {
    switch (result) {
      case Uni<?> uni -> context.setResult(new ScopedUni<>(uni, scope, context::close));
      case RestMulti<?> multi -> {
        // REST asks it for status and headers, which a wrapper could not tell.
        scope.watchConnection();
        return scope.onAbandon(context::close);
      }
      case Flow.Publisher<?> publisher -> {
        scope.watchConnection();
        context.setResult(new ScopedPublisher<>(publisher, scope, context::close));
      }
      case CompletionStage<?> stage -> {
        return scope.onAbandon(() -> stage.toCompletableFuture().cancel(true));
      }
      default -> {
        // Finished: what becomes of it is decided when it is about to be written.
      }
    }
    return true;
  }
}
