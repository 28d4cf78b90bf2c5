package dev.serval.quarkus.deployment.stage;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.jandex.DotName;

/** One stage answers HTTP; two never do on the same route. */
public final class IngressRule implements Rule {

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    for (DotName stray : application.strayIngresses()) {
      problems.accept(
          "Class " + stray + " is @Ingress, but not @Stage: an ingress is a stage; add @Stage");
    }
    Optional<StageModel> first = Optional.empty();
    for (StageModel stage : application.stages()) {
      if (!stage.ingress()) {
        continue;
      }
      if (first.isEmpty()) {
        first = Optional.of(stage);
      } else {
        problems.accept(message(first.get(), stage));
      }
    }
  }

  private static String message(StageModel first, StageModel second) {
    String classes =
        "Stage classes " + first.type().name() + " and " + second.type().name() + " are both ";
    return route(first).equals(route(second))
        ? classes
            + "@Ingress on the route "
            + route(first)
            + ": leave @Ingress on one of them, and let it call the other through a @Handle"
        : classes
            + "@Ingress: an application has one ingress deployment; leave @Ingress on one of them, "
            + "and make the routes of the other methods of it that call a @Handle";
  }

  private static String route(StageModel stage) {
    String path = stage.path().startsWith("/") ? stage.path() : "/" + stage.path();
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
