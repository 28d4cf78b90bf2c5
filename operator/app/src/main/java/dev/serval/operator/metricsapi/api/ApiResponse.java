package dev.serval.operator.metricsapi.api;

import java.util.Map;

/**
 * An answer of the API.
 *
 * @param code the status of HTTP
 * @param contentType of the body
 * @param body whole; not to be changed
 * @param headers more headers
 */
public record ApiResponse(int code, String contentType, byte[] body, Map<String, String> headers) {

  static final String JSON = "application/json";

  static ApiResponse ok(byte[] json) {
    return new ApiResponse(200, JSON, json, Map.of());
  }
}
