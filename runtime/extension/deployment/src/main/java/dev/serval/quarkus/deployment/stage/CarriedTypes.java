package dev.serval.quarkus.deployment.stage;

import dev.serval.core.codec.CarriableTypes;
import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.SignatureTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jboss.jandex.Type;

/**
 * What travels between the stages of an application.
 *
 * @param classNames the user's classes that values may contain
 * @param problems one message for each type that can't travel, naming the method that declares it
 */
public record CarriedTypes(List<String> classNames, List<String> problems) {

  /** Copies both. */
  public CarriedTypes {
    classNames = List.copyOf(classNames);
    problems = List.copyOf(problems);
  }

  /** Examines all callable methods of the application, loading the classes they declare. */
  public static CarriedTypes of(ApplicationModel application) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    TreeSet<String> names = new TreeSet<>();
    List<String> problems = new ArrayList<>();
    for (StageModel stage : application.stages()) {
      for (CallableMethod method : stage.methods()) {
        List<Type> types = new ArrayList<>(method.parameters());
        types.add(method.result());
        for (Type type : types) {
          examine(method, type, loader, names, problems);
        }
      }
    }
    return new CarriedTypes(List.copyOf(names), problems);
  }

  private static void examine(
      CallableMethod method,
      Type type,
      ClassLoader loader,
      TreeSet<String> names,
      List<String> problems) {
    if (SignatureTypes.hasVariables(type)) {
      problems.add(
          method.displayName()
              + " declares "
              + type
              + ", which does not say what travels: name the type, or make the method non-public");
      return;
    }
    CarriableTypes.Result found = CarriableTypes.of(SignatureTypes.describe(type).resolve(loader));
    found.registered().forEach(registered -> names.add(registered.getName()));
    for (String problem : found.problems()) {
      problems.add(
          method.displayName()
              + " cannot be called from other deployments: "
              + problem
              + ". If it is not meant to be called, make it non-public");
    }
  }
}
