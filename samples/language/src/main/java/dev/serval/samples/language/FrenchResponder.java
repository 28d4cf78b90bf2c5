package dev.serval.samples.language;

import dev.serval.api.Stage;

/** Answers in French. */
@Stage
public class FrenchResponder {

  /** An answer to {@code text}. */
  public String respond(String text) {
    return "Merci pour votre message de " + text.length() + " caractères.";
  }
}
