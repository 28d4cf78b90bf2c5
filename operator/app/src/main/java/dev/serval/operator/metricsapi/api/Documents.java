package dev.serval.operator.metricsapi.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.serval.operator.metricsapi.MetricsGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * What the API server and kubectl read to learn what is served: discovery, each API alone and both
 * together, and OpenAPI. Each has an {@code ETag}, since the API server asks for them every minute.
 */
final class Documents {

  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  private static final String OPENAPI_V3 = "/openapi/v3";
  private static final int ETAG_CHARACTERS = 32;

  private static final Map<String, ApiResponse> BY_PATH = byPath();
  private static final ApiResponse ALL_AT_ONCE =
      document(AGGREGATED, resource("apis-aggregated.json"));

  private Documents() {}

  static boolean exists(String path) {
    return BY_PATH.containsKey(path);
  }

  /**
   * A document.
   *
   * @param accept the header {@code Accept}; {@code null} for anything
   * @param known the header {@code If-None-Match}; {@code null} if nothing is known
   */
  static ApiResponse answer(String path, String accept, String known) {
    ApiResponse document =
        path.equals("/apis") && wantsAllAtOnce(accept) ? ALL_AT_ONCE : BY_PATH.get(path);
    if (document != ALL_AT_ONCE && !MediaRanges.haveJson(accept)) {
      return Failures.notAcceptable(accept);
    }
    return document.headers().get("ETag").equals(known)
        ? new ApiResponse(304, document.contentType(), new byte[0], document.headers())
        : document;
  }

  private static boolean wantsAllAtOnce(String accept) {
    return accept != null
        && Arrays.stream(accept.split(","))
            .anyMatch(range -> range.replace(" ", "").equals(AGGREGATED));
  }

  private static Map<String, ApiResponse> byPath() {
    Map<String, ApiResponse> documents = new HashMap<>();
    documents.put("/apis", json("apis.json"));
    documents.put("/openapi/v2", json("openapi-v2.json"));
    for (MetricsGroup group : MetricsGroup.values()) {
      String name = group.group().substring(0, group.group().indexOf('.'));
      documents.put("/apis/" + group.group(), json(name + "-group.json"));
      documents.put(group.path(), json(name + "-resources.json"));
      documents.put(OPENAPI_V3 + group.path(), json(name + "-openapi-v3.json"));
    }
    documents.put(OPENAPI_V3, document(ApiResponse.JSON, openApiIndex(documents)));
    return Map.copyOf(documents);
  }

  /** The hash in an address lets clients keep what is there for ever. */
  private static byte[] openApiIndex(Map<String, ApiResponse> documents) {
    return Json.object(
        json -> {
          json.writeObjectFieldStart("paths");
          for (MetricsGroup group : MetricsGroup.values()) {
            writeAddress(json, group, documents.get(OPENAPI_V3 + group.path()));
          }
          json.writeEndObject();
        });
  }

  private static void writeAddress(JsonGenerator json, MetricsGroup group, ApiResponse document)
      throws IOException {
    json.writeObjectFieldStart(group.path().substring(1));
    json.writeStringField(
        "serverRelativeURL",
        OPENAPI_V3 + group.path() + "?hash=" + document.headers().get("ETag").replace("\"", ""));
    json.writeEndObject();
  }

  private static ApiResponse json(String resource) {
    return document(ApiResponse.JSON, resource(resource));
  }

  private static ApiResponse document(String contentType, byte[] body) {
    return new ApiResponse(200, contentType, body, Map.of("ETag", '"' + hash(body) + '"'));
  }

  private static byte[] resource(String name) {
    try (InputStream stream = Documents.class.getResourceAsStream("documents/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(byte[] body) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(body))
          .substring(0, ETAG_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
