package dev.serval.samples.language;

import dev.serval.api.Stage;

/** Answers in Spanish. */
@Stage
public class SpanishResponder {

  /** An answer to {@code text}. */
  public String respond(String text) {
    return "Gracias por su mensaje de " + text.length() + " caracteres.";
  }
}
