package dev.serval.samples.language;

import io.smallrye.mutiny.Uni;

/** The contract of the classifier, as its callers use it: asynchronous. */
public interface LanguageClassifier {

  /** Finds out the language of {@code text}. */
  Uni<Detection> classify(String text);
}
