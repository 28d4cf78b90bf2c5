package dev.serval.image;

import java.nio.file.Path;

/** What an image is built on: a Java 25 run-time. */
public sealed interface ImageBase {

  /**
   * An archive as {@code docker save} writes it.
   *
   * @param file the archive
   */
  record Archive(Path file) implements ImageBase {}

  /**
   * An image that a registry has.
   *
   * @param reference its name, with a tag or a digest
   */
  record Registry(String reference) implements ImageBase {}

  /** Reads {@code tar://FILE} as an archive, everything else as an image of a registry. */
  static ImageBase parse(String text) {
    String scheme = "tar://";
    return text.startsWith(scheme)
        ? new Archive(Path.of(text.substring(scheme.length())))
        : new Registry(text);
  }
}
