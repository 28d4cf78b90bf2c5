package dev.serval.operator.metricsapi.identity;

import java.util.List;
import java.util.Map;

/**
 * Who asks, as Kubernetes knows them.
 *
 * @param name of the user
 * @param uid empty if there is none
 * @param groups that the user is in
 * @param extra what else is known of the user
 */
public record User(String name, String uid, List<String> groups, Map<String, List<String>> extra) {

  /** The group of everybody who has been recognised. */
  public static final String AUTHENTICATED = "system:authenticated";

  private static final String UNAUTHENTICATED = "system:unauthenticated";
  private static final String MASTERS = "system:masters";

  /** Copies what could change. */
  public User {
    groups = List.copyOf(groups);
    extra = Map.copyOf(extra);
  }

  /** Whether the API server lets this user do everything without looking further. */
  public boolean isMaster() {
    return groups.contains(MASTERS);
  }

  /** Whether {@link #AUTHENTICATED} is missing: the proxy names the user's other groups alone. */
  static boolean lacksAuthenticated(List<String> groups) {
    return !groups.contains(AUTHENTICATED) && !groups.contains(UNAUTHENTICATED);
  }
}
