package dev.serval.operator.plan.resolve;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Names of Kubernetes objects, derived from those of an application and its deployments. Each is a
 * DNS label (RFC 1035) of at most {@value #MOST_CHARACTERS} characters, as Services need it.
 *
 * <p>A name depends on nothing but what it is derived from. If it depended on the other deployments
 * of the application, adding one could rename another, which would delete its pods.
 */
public final class ObjectName {

  /** The most characters of a name. */
  public static final int MOST_CHARACTERS = 63;

  private static final int HASH_CHARACTERS = 8;

  /** Of an application's name that is too long beside its deployment's. */
  private static final int CUT_APPLICATION = 20;

  private static final String WORD_BORDER = "(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|-";

  private ObjectName() {}

  /** The ingress Service: the application's name, made to fit if it has dots or a digit first. */
  public static String ofApplication(String application) {
    String label = label(application);
    return exactOrHashed(label, label.equals(application) && fits(label), application);
  }

  /** The ConfigMap with the topology. */
  public static String ofTopology(String application) {
    return application + "-topology";
  }

  /**
   * All objects of a deployment: {@code recsys-item-ranking-model} for {@code ItemRankingModel} of
   * {@code recsys}. A hash follows if it would be too long, or if the deployment isn't in Pascal
   * case, in which case another could become the same.
   */
  public static String ofDeployment(String application, String deployment) {
    String label = label(application);
    String kebab = kebabCase(deployment);
    String whole = label + '-' + kebab;
    boolean reversible = label.equals(application) && pascalCase(kebab).equals(deployment);
    return exactOrHashed(
        fits(whole) ? whole : cut(label, CUT_APPLICATION) + '-' + kebab,
        reversible && fits(whole),
        application + '/' + deployment);
  }

  private static String label(String application) {
    String dashed = application.replace('.', '-');
    return Character.isDigit(dashed.charAt(0)) ? "app-" + dashed : dashed;
  }

  private static String kebabCase(String name) {
    return String.join("-", name.split(WORD_BORDER)).toLowerCase(Locale.ROOT);
  }

  private static String pascalCase(String kebab) {
    return Arrays.stream(kebab.split("-"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  private static String exactOrHashed(String readable, boolean exact, String derivedFrom) {
    if (exact) {
      return readable;
    }
    return cut(readable, MOST_CHARACTERS - HASH_CHARACTERS - 1)
        + '-'
        + ContentHash.of(derivedFrom, HASH_CHARACTERS);
  }

  private static boolean fits(String name) {
    return name.length() <= MOST_CHARACTERS;
  }

  private static String cut(String name, int characters) {
    return name.substring(0, Math.min(name.length(), characters)).replaceFirst("-+$", "");
  }
}
