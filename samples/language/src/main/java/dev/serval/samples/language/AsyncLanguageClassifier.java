package dev.serval.samples.language;

import io.smallrye.mutiny.Uni;

/** The contract of the classifier for callers that go on: the language comes when it is there. */
public interface AsyncLanguageClassifier {

  /** Finds out the language of {@code text}. */
  Uni<Detection> classify(String text);
}
