package dev.serval.operator.metricsapi.api;

import dev.serval.operator.metricsapi.MetricSource;
import dev.serval.operator.metricsapi.MetricsApiMetrics;
import dev.serval.operator.metricsapi.MetricsGroup;
import dev.serval.operator.metricsapi.access.Access;
import dev.serval.operator.metricsapi.access.AccessReviews;
import dev.serval.operator.metricsapi.access.Decision;
import dev.serval.operator.metricsapi.identity.Authentication;
import dev.serval.operator.metricsapi.identity.RequestAuthenticator;
import dev.serval.operator.metricsapi.identity.User;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Answers requests to the API: who asks, whether they may, and what there is. */
public final class MetricsApiHandler {

  private static final int MOST_PARAMETERS = 16;

  private final RequestAuthenticator authenticator;
  private final AccessReviews reviews;
  private final MetricAnswers answers;
  private final Supplier<Optional<String>> problem;
  private final MetricsApiMetrics metrics;
  private final Clock clock;

  /**
   * A handler.
   *
   * @param problem why nobody can be answered; empty if they can
   */
  public MetricsApiHandler(
      RequestAuthenticator authenticator,
      AccessReviews reviews,
      MetricSource source,
      Supplier<Optional<String>> problem,
      MetricsApiMetrics metrics,
      Clock clock) {
    this.authenticator = authenticator;
    this.reviews = reviews;
    this.answers = new MetricAnswers(source);
    this.problem = problem;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** The answer. Never blocks; most are there at once. */
  public CompletableFuture<ApiResponse> answer(ApiRequest request) {
    try {
      QueryStringDecoder uri =
          new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true, MOST_PARAMETERS);
      Route route = Route.of(uri.path());
      if (route instanceof Route.Health) {
        return now(request.method().equals("GET") ? health(uri.path()) : notGet(request));
      }
      return switch (authenticator.authenticate(
          request.peer(), request.headers(), clock.instant())) {
        case Authentication.Refused(Authentication.Refusal refusal, String message) -> {
          metrics.refused(refusal);
          yield now(Failures.unauthorized(message));
        }
        case Authentication.Known(User user) -> answer(request, route, uri.parameters(), user);
      };
    } catch (IllegalArgumentException e) {
      return now(Failures.badRequest("the path or the query can't be read: " + e.getMessage()));
    }
  }

  private CompletableFuture<ApiResponse> answer(
      ApiRequest request, Route route, Map<String, List<String>> query, User user) {
    ApiResponse refusal = refusal(request, route);
    if (refusal != null) {
      return now(refusal);
    }
    Access access = access(route);
    MetricAnswers.Parameters parameters = new MetricAnswers.Parameters(query);
    return reviews
        .decide(user, access)
        .thenApply(
            decision ->
                switch (decision) {
                  case Decision.Allowed _ -> allowed(route, parameters, request.headers());
                  case Decision.Denied(String reason) -> {
                    metrics.forbidden();
                    yield Failures.forbidden(forbidden(user, access, reason));
                  }
                  case Decision.Busy _ ->
                      Failures.tooMany("too many users are looked at at once, come again");
                  case Decision.Unknown(String why) ->
                      Failures.unavailable(
                          "the API server can't be asked who may read this: " + why);
                });
  }

  /** What is wrong whoever asks; {@code null} if nothing is. */
  private static ApiResponse refusal(ApiRequest request, Route route) {
    if (route instanceof Route.Nothing) {
      return Failures.notFound(
          "there is nothing at %s; %s says what there is"
              .formatted(request.uri(), MetricsGroup.EXTERNAL.path()));
    }
    if (!request.method().equals("GET")) {
      return Failures.methodNotAllowed(request.method());
    }
    String accept = request.headers().get(HttpHeaderNames.ACCEPT);
    if (!(route instanceof Route.Document) && !MediaRanges.haveJson(accept)) {
      return Failures.notAcceptable(accept);
    }
    return MetricAnswers.unknown(route);
  }

  private static Access access(Route route) {
    return switch (route) {
      case Route.External(String namespace, String metric) ->
          new Access.ToResource(
              "list",
              MetricsGroup.EXTERNAL.group(),
              MetricsGroup.EXTERNAL.version(),
              namespace,
              metric,
              "",
              "");
      case Route.Custom(String namespace, String resource, String name, String metric) ->
          new Access.ToResource(
              "get",
              MetricsGroup.CUSTOM.group(),
              MetricsGroup.CUSTOM.version(),
              namespace,
              resource,
              metric,
              name);
      case Route.Document(String path) -> new Access.ToPath(path);
      case Route.Health _, Route.Nothing _ ->
          throw new IllegalStateException("answered without a right");
    };
  }

  private ApiResponse allowed(
      Route route, MetricAnswers.Parameters parameters, HttpHeaders headers) {
    try {
      return switch (route) {
        case Route.External external -> answers.external(external, parameters);
        case Route.Custom custom -> answers.custom(custom, parameters);
        case Route.Document(String path) ->
            Documents.answer(
                path,
                headers.get(HttpHeaderNames.ACCEPT),
                headers.get(HttpHeaderNames.IF_NONE_MATCH));
        case Route.Health _, Route.Nothing _ ->
            throw new IllegalStateException("answered without a right");
      };
    } catch (IllegalArgumentException e) {
      return Failures.badRequest(e.getMessage());
    }
  }

  private static String forbidden(User user, Access access, String reason) {
    String because = reason.isEmpty() ? "" : ": " + reason;
    return switch (access) {
      case Access.ToPath(String path) ->
          "User \"%s\" cannot get path \"%s\"%s".formatted(user.name(), path, because);
      case Access.ToResource resource ->
          ("User \"%s\" cannot %s resource \"%s\" in API group \"%s\" in the namespace \"%s\"%s;"
                  + " a Role with this verb for it gives the right")
              .formatted(
                  user.name(),
                  resource.verb(),
                  resource.whole(),
                  resource.group(),
                  resource.namespace(),
                  because);
    };
  }

  /** Without the right to anything: probes show no certificate. */
  private ApiResponse health(String path) {
    Optional<String> why = path.equals("/readyz") ? problem.get() : Optional.empty();
    return new ApiResponse(
        why.isEmpty() ? 200 : 503,
        "text/plain; charset=utf-8",
        why.orElse("ok").getBytes(StandardCharsets.UTF_8),
        Map.of());
  }

  private static ApiResponse notGet(ApiRequest request) {
    return Failures.methodNotAllowed(request.method());
  }

  private static CompletableFuture<ApiResponse> now(ApiResponse response) {
    return CompletableFuture.completedFuture(response);
  }
}
