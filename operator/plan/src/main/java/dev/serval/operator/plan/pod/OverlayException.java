package dev.serval.operator.plan.pod;

/** A {@code podTemplate} can't be laid over a pod template. */
final class OverlayException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * @param path of what is wrong below {@code podTemplate}, empty or with a dot first
   * @param message what is wrong and what to do, a sentence
   */
  OverlayException(String path, String message) {
    super(message);
    this.path = path;
  }

  String path() {
    return path;
  }
}
