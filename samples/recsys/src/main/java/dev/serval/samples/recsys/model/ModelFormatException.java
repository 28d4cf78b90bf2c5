package dev.serval.samples.recsys.model;

import java.io.IOException;

/** A file that is not a model this code can read; says what is wrong with it. */
public final class ModelFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  ModelFormatException(String detail) {
    super("not a readable recommender model: " + detail);
  }
}
