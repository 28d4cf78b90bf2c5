package dev.serval.quarkus.deployment.stage;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import java.util.function.Consumer;

/** What a callable method takes and returns can travel between processes. */
public final class CarriedTypesRule implements Rule {

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    CarriedTypes.of(application).problems().forEach(problems);
  }
}
