package dev.serval.core.stage;

import dev.serval.core.batch.BatchOptions;
import dev.serval.core.stage.StageMethod.Execution;
import dev.serval.core.stage.StageMethod.ResultShape;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/** A stage written by hand, as the build would have generated it. */
public final class TestStage {

  private final String name;
  private final List<StageMethod> methods = new ArrayList<>();
  private final List<Body> bodies = new ArrayList<>();

  private TestStage(String name) {
    this.name = name;
  }

  /** A stage without methods. */
  public static TestStage named(String name) {
    return new TestStage(name);
  }

  /** What a method does. */
  @FunctionalInterface
  public interface Body {
    /** Runs the method. */
    Object run(Object[] arguments) throws Exception;
  }

  /** Adds a method with {@code parameters} parameters of type String, and String results. */
  public TestStage method(
      String method, int parameters, ResultShape shape, Execution execution, Body body) {
    return method(method, parameters, shape, execution, null, body);
  }

  /** Adds a method that is batched if {@code batch} is not {@code null}. */
  public TestStage method(
      String method,
      int parameters,
      ResultShape shape,
      Execution execution,
      BatchOptions batch,
      Body body) {
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < parameters; i++) {
      types.add(String.class);
    }
    methods.add(
        new StageMethod(
            methods.size(), method, types, String.class, shape, execution, false, batch, null));
    bodies.add(body);
    return this;
  }

  /** The stage as the build found it. */
  public StageDescriptor descriptor() {
    return new StageDescriptor(name, "shop." + name, List.copyOf(methods));
  }

  /** Calls its methods. */
  public StageInvoker invoker() {
    return (index, stage, arguments) -> bodies.get(index).run(arguments);
  }
}
