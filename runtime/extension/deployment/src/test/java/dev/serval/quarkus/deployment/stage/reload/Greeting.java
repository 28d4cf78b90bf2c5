package dev.serval.quarkus.deployment.stage.reload;

/** A contract that is edited while the application runs. */
public interface Greeting {
  String greet(String name);
}
