package dev.serval.samples.recsys.model;

import java.io.IOException;

/**
 * A table of the data set that does not hold what its header promises; names file, line, column.
 */
public final class MalformedDataException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedDataException(String file, int line, String detail) {
    super(file + ", line " + line + ": " + detail);
  }
}
