package dev.serval.quarkus.runtime.http;

import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/**
 * Before the application's response is written, or its exception made one: ends the request here if
 * the door has answered it meanwhile. From here on the door does not.
 */
public final class ClaimHandler implements ServerRestHandler {

  @Override
  public void handle(ResteasyReactiveRequestContext context) {
    HttpScope scope = ScopedInvocation.scopeOf(context);
    if (scope != null && !scope.claimForApplication()) {
      ScopedInvocation.end(context);
    }
  }
}
