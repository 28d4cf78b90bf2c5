package dev.serval.quarkus.runtime.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import dev.serval.quarkus.runtime.json.JsonProblem;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answer to a request whose JSON is wrong. */
final class JsonErrors {

  private JsonErrors() {}

  /** The error, or {@code null} if the request is not to blame. */
  static HttpError of(JsonProcessingException failure) {
    if (failure instanceof InvalidDefinitionException) {
      return null;
    }
    Map<String, Object> details = new LinkedHashMap<>();
    String field = JsonProblem.fieldOf(failure);
    if (!field.isEmpty()) {
      details.put("field", field);
    }
    JsonLocation location = failure.getLocation();
    StringBuilder message = new StringBuilder("The JSON of the request");
    if (location != null && location.getLineNr() > 0) {
      details.put("line", location.getLineNr());
      details.put("column", location.getColumnNr());
      message
          .append(", line ")
          .append(location.getLineNr())
          .append(", column ")
          .append(location.getColumnNr());
    }
    message
        .append(": ")
        .append(field.isEmpty() ? "" : field + ": ")
        .append(JsonProblem.reasonOf(failure));
    return new HttpError(400, "MalformedJson", message.toString(), details);
  }
}
