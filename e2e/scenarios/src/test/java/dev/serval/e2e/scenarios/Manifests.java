package dev.serval.e2e.scenarios;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The manifests that the scenarios apply. */
final class Manifests {

  private Manifests() {}

  /**
   * A manifest from the resources.
   *
   * @param image in the manifest, as {@code make} builds it
   * @param variable that names another image where the cluster can't be given that one
   */
  static String of(String path, String image, String variable) {
    return withImage(resource(path), image, variable);
  }

  /** Likewise, of a manifest that is at hand. */
  static String withImage(String manifest, String image, String variable) {
    String other = System.getenv(variable);
    return other == null || other.isEmpty() ? manifest : manifest.replace(image, other);
  }

  private static String resource(String path) {
    try (InputStream in = Manifests.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }
}
