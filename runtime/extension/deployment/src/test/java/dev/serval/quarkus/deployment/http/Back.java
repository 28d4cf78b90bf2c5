package dev.serval.quarkus.deployment.http;

/** The contract of the stage behind {@link Front}. */
public interface Back {

  /** The id of the request, as the stage sees it. */
  String requestId();

  /** Waits at the {@link Gate}. */
  String await();

  /** Throws. */
  String fail();

  /** Returns {@code null}. */
  String nothing();

  /** Works in batches of two. */
  String batched(String item);
}
