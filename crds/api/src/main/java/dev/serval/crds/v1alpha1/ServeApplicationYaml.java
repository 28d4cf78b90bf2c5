package dev.serval.crds.v1alpha1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Applications as YAML, for files that people write: fields that don't exist are refused, as by
 * {@code kubectl apply}. What comes from an API server is read by its client, which skips them, so
 * that an operator can read resources of a newer one.
 */
public final class ServeApplicationYaml {

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private ServeApplicationYaml() {}

  /**
   * Reads one application.
   *
   * @throws IllegalArgumentException if the text is not one; the message names the field that is
   *     wrong
   */
  public static ServeApplication read(String yaml) {
    try {
      return MAPPER.readValue(yaml, ServeApplication.class);
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalArgumentException(
          path(e) + " is not a field; there are " + names(e.getKnownPropertyIds()), e);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(path(e) + ": " + e.getOriginalMessage(), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not YAML: " + e.getMessage(), e);
    }
  }

  /** Writes {@code application} so that {@link #read} gives an equal one. */
  public static String write(ServeApplication application) {
    try {
      return MAPPER.writeValueAsString(application);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an application that cannot be written: " + application, e);
    }
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference at : e.getPath()) {
      if (at.getFieldName() == null) {
        path.append('[').append(at.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(at.getFieldName());
      }
    }
    return path.isEmpty() ? "the document" : path.toString();
  }

  private static String names(Collection<Object> fields) {
    return fields.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
  }
}
