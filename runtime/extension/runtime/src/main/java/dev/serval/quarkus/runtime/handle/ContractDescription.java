package dev.serval.quarkus.runtime.handle;

import dev.serval.core.handle.HandleContract;
import dev.serval.quarkus.runtime.TypeDescription;
import java.util.List;

/**
 * The contract of typed handles in a form that a build can leave for the run; see {@link
 * HandleContract} for the meaning of each part.
 */
public record ContractDescription(String name, List<Method> methods) {

  /** A method of the contract. */
  public record Method(
      String name,
      List<TypeDescription> parameters,
      TypeDescription result,
      boolean streaming,
      boolean idempotent) {

    /** Copies what could change. */
    public Method {
      parameters = List.copyOf(parameters);
    }

    HandleContract.Method resolve(ClassLoader loader) {
      return new HandleContract.Method(
          name,
          parameters.stream().map(type -> type.resolve(loader)).toList(),
          result.resolve(loader),
          streaming,
          idempotent);
    }
  }

  /** Copies what could change. */
  public ContractDescription {
    methods = List.copyOf(methods);
  }

  /** The contract with the types that {@code loader} knows. */
  HandleContract resolve(ClassLoader loader) {
    return new HandleContract(name, methods.stream().map(m -> m.resolve(loader)).toList());
  }
}
