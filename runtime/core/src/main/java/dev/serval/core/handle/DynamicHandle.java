package dev.serval.core.handle;

import dev.serval.api.CallOptions;
import dev.serval.api.DeploymentHandle;
import dev.serval.api.DeploymentResponse;
import dev.serval.core.call.CallTarget;
import dev.serval.core.call.FutureCall;
import dev.serval.core.call.Scope;
import dev.serval.core.call.StreamCall;
import java.util.concurrent.Flow;

/** The dynamic form of a handle. */
public final class DynamicHandle implements DeploymentHandle {

  private final DeploymentClient client;

  /** A handle that calls through {@code client}. */
  public DynamicHandle(DeploymentClient client) {
    this.client = client;
  }

  @Override
  public String deployment() {
    return client.deployment();
  }

  @Override
  public Method method(String name) {
    return new DynamicMethod(client, client.target(name));
  }

  @Override
  public DeploymentHandle options(CallOptions options) {
    return new DynamicHandle(client.withOptions(options));
  }

  private record DynamicMethod(DeploymentClient client, CallTarget target) implements Method {

    @Override
    public <T> DeploymentResponse<T> call(Object... arguments) {
      check(arguments, false);
      Object[] resolved = arguments.clone();
      FutureCall call = client.newAsyncCall(target, Scope.current(), resolved);
      PendingArguments pending = new PendingArguments(call, resolved);
      pending.whenResolved(() -> client.submit(call));
      return new FutureResponse<>(call);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> Flow.Publisher<T> stream(Object... arguments) {
      check(arguments, true);
      Object[] given = arguments.clone();
      Scope scope = Scope.current();
      Flow.Publisher<Object> stream =
          subscriber -> {
            Object[] resolved = given.clone();
            StreamCall call = client.newStreamCall(target, scope, resolved, subscriber);
            new PendingArguments(call, resolved).whenResolved(() -> client.submit(call));
          };
      return (Flow.Publisher<T>) (Flow.Publisher<?>) stream;
    }

    private void check(Object[] arguments, boolean streaming) {
      if (target.streaming() != streaming) {
        throw new IllegalArgumentException(
            target.displayName()
                + (streaming ? " does not stream; use call(…)" : " streams; use stream(…)"));
      }
      if (arguments.length != target.parameterTypes().size()) {
        throw new IllegalArgumentException(
            target.displayName()
                + " takes "
                + target.parameterTypes().size()
                + " arguments, but "
                + arguments.length
                + " were given");
      }
    }
  }
}
