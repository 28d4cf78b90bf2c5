package dev.serval.core.app;

import java.util.List;

/**
 * What became of changed settings.
 *
 * @param changes what is different now, each as {@code Deployment field old -> new}
 * @param problems why something is as it was before, each naming its deployment
 * @param superseded whether newer settings came before these had been taken; what they ask for is
 *     told with those
 */
public record SettingsOutcome(List<String> changes, List<String> problems, boolean superseded) {

  /** Copies what could change. */
  public SettingsOutcome {
    changes = List.copyOf(changes);
    problems = List.copyOf(problems);
  }
}
