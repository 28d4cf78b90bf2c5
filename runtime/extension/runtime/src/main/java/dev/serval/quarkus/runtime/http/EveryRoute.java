package dev.serval.quarkus.runtime.http;

import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.common.model.MethodParameter;
import org.jboss.resteasy.reactive.common.model.ParameterType;
import org.jboss.resteasy.reactive.common.model.ResourceClass;
import org.jboss.resteasy.reactive.server.model.HandlerChainCustomizer;
import org.jboss.resteasy.reactive.server.model.ServerResourceMethod;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** What the door needs to be told by REST on its way through the handlers of a route. */
public final class EveryRoute implements HandlerChainCustomizer {

  /** Bodies that the method reads itself, as they come. */
  private static final Set<String> STREAMS = Set.of("java.io.InputStream", "java.io.Reader");

  @Override
  public List<ServerRestHandler> handlers(
      Phase phase, ResourceClass resource, ServerResourceMethod method) {
    return switch (phase) {
      case AFTER_MATCH ->
          method == null || method.getHttpMethod() == null
              ? List.of()
              : afterMatch(resource, method);
      case AFTER_RESPONSE_CREATED -> List.of(new ClaimHandler());
      default -> List.of();
    };
  }

  private static List<ServerRestHandler> afterMatch(
      ResourceClass resource, ServerResourceMethod method) {
    ServerRestHandler matched = new MatchedHandler(method.getHttpMethod(), route(resource, method));
    for (MethodParameter parameter : method.getParameters()) {
      if (parameter.getParameterType() == ParameterType.BODY) {
        return List.of(matched, bodyReader(method, parameter));
      }
    }
    // No body, or a form, which REST bounds itself.
    return List.of(matched);
  }

  private static ServerRestHandler bodyReader(
      ServerResourceMethod method, MethodParameter parameter) {
    // What runs on the event loop cannot wait for a stream.
    boolean stream = method.isBlocking() && STREAMS.contains(parameter.getDeclaredType());
    return stream ? new StreamedBody() : new ChunkedBody();
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
