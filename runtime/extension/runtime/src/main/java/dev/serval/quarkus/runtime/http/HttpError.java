package dev.serval.quarkus.runtime.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error as clients see it: never more than is fit for them.
 *
 * @param status HTTP status
 * @param type what kind of error, for programs
 * @param message for people
 * @param details further fields of the error, texts, numbers or lists of such objects; in order
 */
public record HttpError(int status, String type, String message, Map<String, Object> details) {

  /** An error without further fields. */
  public static HttpError of(int status, String type, String message) {
    return new HttpError(status, type, message, Map.of());
  }

  /**
   * The body of the answer.
   *
   * @param requestId so that the client can name the request
   */
  public String toJson(String requestId) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", type);
    error.put("message", message);
    error.put("requestId", requestId);
    error.putAll(details);
    StringBuilder json = new StringBuilder(128 + message.length());
    value(json, Map.of("error", error));
    return json.toString();
  }

  private static void value(StringBuilder json, Object value) {
    switch (value) {
      case Number number -> json.append(number);
      case Map<?, ?> object -> {
        json.append('{');
        boolean comma = false;
        for (Map.Entry<?, ?> field : object.entrySet()) {
          json.append(comma ? "," : "");
          comma = true;
          text(json, String.valueOf(field.getKey()));
          json.append(':');
          value(json, field.getValue());
        }
        json.append('}');
      }
      case List<?> list -> {
        json.append('[');
        for (int i = 0; i < list.size(); i++) {
          json.append(i == 0 ? "" : ",");
          value(json, list.get(i));
        }
        json.append(']');
      }
      default -> text(json, String.valueOf(value));
    }
  }

  private static void text(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < 0x20) {
            json.append(String.format("\\u%04x", (int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }
}
