package dev.serval.crds.v1alpha1.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The resource definition that is committed, which is the one that users apply. */
public final class CommittedDefinition {

  /** Where it is, seen from this module. */
  public static final Path FILE = Path.of("../manifests/serveapplications.serving.serval.dev.yaml");

  private CommittedDefinition() {}

  /** All of it. */
  public static JsonNode read() {
    try {
      return new YAMLMapper().readTree(FILE.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema of its only version. */
  public static JsonNode schema() {
    return read().at("/spec/versions/0/schema/openAPIV3Schema");
  }
}
