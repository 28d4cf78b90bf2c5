package dev.serval.quarkus.runtime.http;

import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** Tells a request which route it was matched to, so that metrics count it there. */
final class MatchedHandler implements ServerRestHandler {

  private final String method;
  private final String route;
  private EndpointObserver observer;

  MatchedHandler(String method, String route) {
    this.method = method;
    this.route = route;
  }

  @Override
  public void handle(ResteasyReactiveRequestContext context) {
    HttpScope scope = ScopedInvocation.scopeOf(context);
    if (scope == null) {
      return;
    }
    EndpointObserver known = observer;
    if (known == null) {
      // Made twice if two requests are first: both are the same to metrics.
      known = scope.door().observe(method, route);
      observer = known;
    }
    scope.matched(known);
  }
}
