package dev.serval.quarkus.runtime.handle;

import dev.serval.core.handle.DynamicHandle;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import java.util.function.Function;

/** Makes the beans that are injected where {@code @Handle} is. */
@Recorder
public class HandleRecorder {

  /** Creates clients of a contract. */
  public Function<SyntheticCreationalContext<Object>, Object> typed(
      RuntimeValue<HandleFactory> factory, ContractDescription contract) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return context ->
        factory
            .getValue()
            .create(HandleClients.forTypedInjection(context, () -> contract.resolve(loader)));
  }

  /** Creates dynamic handles. */
  public Function<SyntheticCreationalContext<Object>, Object> dynamic() {
    return context -> new DynamicHandle(HandleClients.forInjection(context));
  }
}
