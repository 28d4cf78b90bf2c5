package dev.serval.samples.language;

import dev.serval.api.Stage;

/** Answers in English whatever nobody else answers. */
@Stage
public class FallbackResponder {

  /** An answer to {@code text}. */
  public String respond(String text) {
    return "Thank you for your message of " + text.length() + " characters.";
  }
}
