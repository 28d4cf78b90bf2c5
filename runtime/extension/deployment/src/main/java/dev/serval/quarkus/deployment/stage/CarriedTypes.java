package dev.serval.quarkus.deployment.stage;

import dev.serval.core.codec.CarriableTypes;
import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.SignatureTypes;
import dev.serval.quarkus.deployment.handle.ContractMethod;
import dev.serval.quarkus.deployment.handle.ContractModel;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jboss.jandex.Type;

/**
 * What travels between the stages of an application, those of other images included.
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

  /**
   * Examines all callable methods of the application, and those of contracts with stages of other
   * images, loading the classes they declare.
   */
  public static CarriedTypes of(ApplicationModel application) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    TreeSet<String> names = new TreeSet<>();
    List<String> problems = new ArrayList<>();
    for (StageModel stage : application.stages()) {
      for (CallableMethod method : stage.methods()) {
        List<Type> types = new ArrayList<>(method.parameters());
        types.add(method.result());
        for (Type type : types) {
          examine(method.displayName(), true, type, loader, names, problems);
        }
      }
    }
    for (ContractModel contract : application.contractsElsewhere()) {
      for (ContractMethod method : contract.methods()) {
        List<Type> types = new ArrayList<>(method.method().parameterTypes());
        types.add(method.returned().type());
        for (Type type : types) {
          examine(method.displayName(), false, type, loader, names, problems);
        }
      }
    }
    return new CarriedTypes(List.copyOf(names), problems);
  }

  private static void examine(
      String method,
      boolean ofStage,
      Type type,
      ClassLoader loader,
      TreeSet<String> names,
      List<String> problems) {
    if (SignatureTypes.hasVariables(type)) {
      problems.add(
          method
              + " declares "
              + type
              + ", which does not say what travels: name the type"
              + (ofStage ? ", or make the method non-public" : ""));
      return;
    }
    CarriableTypes.Result found = CarriableTypes.of(SignatureTypes.describe(type).resolve(loader));
    found.registered().forEach(registered -> names.add(registered.getName()));
    for (String problem : found.problems()) {
      problems.add(
          method
              + " cannot be called from other deployments: "
              + problem
              + (ofStage ? ". If it is not meant to be called, make it non-public" : ""));
    }
  }
}
