package dev.serval.quarkus.runtime.http;

import java.util.List;
import org.jboss.resteasy.reactive.common.model.ResourceClass;
import org.jboss.resteasy.reactive.server.model.HandlerChainCustomizer;
import org.jboss.resteasy.reactive.server.model.ServerResourceMethod;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** What the door needs to be told by REST on its way through the handlers of a route. */
public final class EveryRoute implements HandlerChainCustomizer {

  @Override
  public List<ServerRestHandler> handlers(
      Phase phase, ResourceClass resource, ServerResourceMethod method) {
    return switch (phase) {
      case AFTER_MATCH ->
          method == null || method.getHttpMethod() == null
              ? List.of()
              : List.of(new MatchedHandler(method.getHttpMethod(), route(resource, method)));
      case AFTER_RESPONSE_CREATED -> List.of(new ClaimHandler());
      default -> List.of();
    };
  }

  private static String route(ResourceClass resource, ServerResourceMethod method) {
    String above = resource == null || resource.getPath() == null ? "" : resource.getPath();
    String below = method.getPath() == null ? "" : method.getPath();
    String joined = ('/' + above + '/' + below).replaceAll("/{2,}", "/");
    return joined.length() > 1 && joined.endsWith("/")
        ? joined.substring(0, joined.length() - 1)
        : joined;
  }
}
