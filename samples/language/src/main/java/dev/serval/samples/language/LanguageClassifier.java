package dev.serval.samples.language;

/** The contract of the classifier for callers that wait: a call blocks its virtual thread. */
public interface LanguageClassifier {

  /** Finds out the language of {@code text}. */
  Detection classify(String text);
}
