package org.acme;

import dev.serval.api.Stage;

/** Finds the words. */
@Stage
public class Greeter {

  /** A greeting for somebody. */
  public String greet(String name) {
    return "Hello " + name;
  }
}
