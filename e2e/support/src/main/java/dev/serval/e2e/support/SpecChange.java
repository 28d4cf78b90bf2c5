package dev.serval.e2e.support;

import java.util.List;

/**
 * A field of a deployment in the spec that is to be set or removed.
 *
 * @param deployment its name
 * @param field its path below the deployment, such as {@code replicas} or {@code resources/limits}
 * @param value as JSON; {@code null} removes the field, which has to be there
 */
public record SpecChange(String deployment, String field, String value) {

  /** The field is to have a value, written as JSON. */
  public static SpecChange of(String deployment, String field, String value) {
    return new SpecChange(deployment, field, value);
  }

  /** The field is to be removed. */
  public static SpecChange without(String deployment, String field) {
    return new SpecChange(deployment, field, null);
  }

  /** The only variable of the deployment's environment is to be this one; it is put quoted. */
  public static SpecChange environment(String deployment, String variable, String value) {
    return of(deployment, "env", "[{\"name\":\"%s\",\"value\":\"%s\"}]".formatted(variable, value));
  }

  String asJsonPatch(List<String> deployments) {
    int index = deployments.indexOf(deployment);
    if (index < 0) {
      throw new IllegalArgumentException(deployment + " is none of " + deployments);
    }
    String path = "/spec/deployments/%d/%s".formatted(index, field);
    return value == null
        ? "{\"op\":\"remove\",\"path\":\"%s\"}".formatted(path)
        : "{\"op\":\"add\",\"path\":\"%s\",\"value\":%s}".formatted(path, value);
  }
}
