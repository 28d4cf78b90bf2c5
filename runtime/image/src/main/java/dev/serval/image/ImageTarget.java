package dev.serval.image;

import java.nio.file.Path;

/** Where an image goes. */
public sealed interface ImageTarget {

  /**
   * An archive, which containerd, Docker, Podman and Kind import.
   *
   * @param file the archive, which is replaced if it exists
   */
  record Archive(Path file) implements ImageTarget {}

  /**
   * The registry that the image's name begins with.
   *
   * @param insecure whether it may be talked to by HTTP, or with a certificate that nobody knows
   */
  record Registry(boolean insecure) implements ImageTarget {}
}
