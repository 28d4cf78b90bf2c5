package dev.serval.quarkus.deployment.stage.reload;

import dev.serval.api.Stage;

/** A stage that is edited while the application runs. */
@Stage("Greeting")
public class GreetingStage {
  public String greet(String name) {
    return "Hello " + name;
  }
}
