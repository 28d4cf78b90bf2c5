package dev.serval.quarkus.deployment.handle;

import java.util.List;
import org.jboss.jandex.ClassInfo;

/**
 * The type of a typed handle.
 *
 * @param type usually an interface; anything else is a mistake
 * @param methods the abstract methods, inherited ones included
 */
public record ContractModel(ClassInfo type, List<ContractMethod> methods) {

  /** Copies what could change. */
  public ContractModel {
    methods = List.copyOf(methods);
  }

  /** Whether handles of this type can be made at all. */
  public boolean isInterface() {
    return type.isInterface() && !type.isAnnotation();
  }

  /** Whether it has a method of that name. */
  public boolean has(String method) {
    return methods.stream().anyMatch(declared -> declared.method().name().equals(method));
  }
}
