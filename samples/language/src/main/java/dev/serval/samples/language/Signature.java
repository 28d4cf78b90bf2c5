package dev.serval.samples.language;

import dev.serval.api.Stage;

/** Signs answers. */
@Stage
public class Signature {

  /** {@code answer} with the signature of the service. */
  public String sign(String answer) {
    return answer + " — Serval";
  }
}
