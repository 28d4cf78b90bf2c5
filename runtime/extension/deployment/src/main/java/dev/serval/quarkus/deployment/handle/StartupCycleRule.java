package dev.serval.quarkus.deployment.handle;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import dev.serval.quarkus.deployment.stage.StageModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * No two stages need each other to start.
 *
 * <p>Whether a stage calls a handle while it is made cannot be told reliably from its class. What
 * can be told is that a handle is a parameter of its constructor: those are taken as needed at
 * start-up, and must not form a cycle. Handles in fields may, since requests that go in circles are
 * the user's business.
 */
public final class StartupCycleRule implements Rule {

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    Map<String, Set<String>> needs = new LinkedHashMap<>();
    for (HandlePoint handle : application.handles()) {
      if (handle.atConstruction()) {
        application
            .stageOf(handle.owner().name())
            .ifPresent(owner -> addNeeds(application, handle, owner, needs));
      }
    }
    Set<String> reported = new HashSet<>();
    for (String stage : needs.keySet()) {
      follow(stage, needs, new ArrayList<>(), reported, new HashSet<>(), application, problems);
    }
  }

  private static void addNeeds(
      ApplicationModel application,
      HandlePoint handle,
      StageModel owner,
      Map<String, Set<String>> needs) {
    for (ApplicationModel.Target target : application.targetsOf(handle)) {
      target
          .stage()
          .ifPresent(
              needed ->
                  needs
                      .computeIfAbsent(owner.name(), absent -> new LinkedHashSet<>())
                      .add(needed.name()));
    }
  }

  private static void follow(
      String stage,
      Map<String, Set<String>> needs,
      List<String> path,
      Set<String> reported,
      Set<String> done,
      ApplicationModel application,
      Consumer<String> problems) {
    int start = path.indexOf(stage);
    if (start >= 0) {
      List<String> cycle = path.subList(start, path.size());
      if (reported.addAll(cycle)) {
        problems.accept(message(cycle, application));
      }
      return;
    }
    if (!done.add(stage)) {
      return;
    }
    path.add(stage);
    for (String needed : needs.getOrDefault(stage, Set.of())) {
      follow(needed, needs, path, reported, done, application, problems);
    }
    path.removeLast();
  }

  private static String message(List<String> cycle, ApplicationModel application) {
    StringBuilder text = new StringBuilder("Stages need each other's handles to be constructed: ");
    for (String stage : cycle) {
      String className =
          application.stage(stage).map(model -> model.type().name().toString()).orElse(stage);
      text.append(stage).append(" (constructor of ").append(className).append(") -> ");
    }
    return text.append(cycle.getFirst())
        .append(": inject one of the handles into a field")
        .toString();
  }
}
