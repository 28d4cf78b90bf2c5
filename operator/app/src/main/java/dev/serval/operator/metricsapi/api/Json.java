package dev.serval.operator.metricsapi.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes objects of Kubernetes as JSON, without a tree in between. */
final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int USUAL_LENGTH = 512;

  private Json() {}

  /** What writes the fields of an object. */
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] object(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_LENGTH);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory can't be written", e);
    }
    return bytes.toByteArray();
  }

  /** Writes what each object begins with. */
  static void typeOf(JsonGenerator json, String kind, String apiVersion) throws IOException {
    json.writeStringField("kind", kind);
    json.writeStringField("apiVersion", apiVersion);
    json.writeObjectFieldStart("metadata");
    json.writeEndObject();
  }
}
