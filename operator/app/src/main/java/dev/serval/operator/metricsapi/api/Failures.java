package dev.serval.operator.metricsapi.api;

import java.util.Map;

/** Answers that say what is wrong, each as a {@code metav1.Status}. */
public final class Failures {

  private static final Map<String, String> SOON = Map.of("Retry-After", "1");

  private Failures() {}

  static ApiResponse badRequest(String message) {
    return failure(400, "BadRequest", message, Map.of());
  }

  static ApiResponse unauthorized(String message) {
    return failure(401, "Unauthorized", message, Map.of());
  }

  static ApiResponse forbidden(String message) {
    return failure(403, "Forbidden", message, Map.of());
  }

  static ApiResponse notFound(String message) {
    return failure(404, "NotFound", message, Map.of());
  }

  static ApiResponse methodNotAllowed(String method) {
    return failure(
        405,
        "MethodNotAllowed",
        "%s is not possible: this API is read alone, with GET".formatted(method),
        Map.of("Allow", "GET"));
  }

  static ApiResponse notAcceptable(String accept) {
    return failure(
        406,
        "NotAcceptable",
        "Accept: %s has nothing that is served; application/json is".formatted(accept),
        Map.of());
  }

  static ApiResponse tooMany(String message) {
    return failure(429, "TooManyRequests", message, SOON);
  }

  static ApiResponse unavailable(String message) {
    return failure(503, "ServiceUnavailable", message, SOON);
  }

  /** Of a failure of ours. */
  public static ApiResponse internal() {
    return failure(500, "InternalError", "the operator failed; its log says how", Map.of());
  }

  /** Of a request that could not be read. */
  public static ApiResponse unreadable(int code, String message) {
    return failure(code, "BadRequest", message, Map.of());
  }

  private static ApiResponse failure(
      int code, String reason, String message, Map<String, String> headers) {
    byte[] body =
        Json.object(
            json -> {
              Json.typeOf(json, "Status", "v1");
              json.writeStringField("status", "Failure");
              json.writeStringField("message", message);
              json.writeStringField("reason", reason);
              json.writeNumberField("code", code);
            });
    return new ApiResponse(code, ApiResponse.JSON, body, headers);
  }
}
