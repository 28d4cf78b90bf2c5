package dev.serval.api;

/**
 * The dynamic form of a handle: methods by name, arguments as objects. Inject it with {@link
 * Handle}.
 */
public interface DeploymentHandle {

  /** The name of the deployment that this handle calls. */
  String deployment();

  /**
   * The method {@code name} of the deployment's stage.
   *
   * @throws IllegalArgumentException if the stage has no such method; the message lists those it
   *     has
   */
  Method method(String name);

  /** This handle with the given options on each of its calls. */
  DeploymentHandle options(CallOptions options);

  /** One method of a deployment. */
  interface Method {

    /**
     * Calls the method. Returns at once; the outcome is in the response.
     *
     * @param arguments one per parameter. A {@link DeploymentResponse} may stand for the value it
     *     will have: the call is sent when that value has arrived, nobody waits for it in between,
     *     and if it fails this call fails with the same error.
     * @throws IllegalArgumentException if the number of arguments is wrong, or the method streams
     */
    <T> DeploymentResponse<T> call(Object... arguments);

    /**
     * Calls a method that streams. The call is made when the publisher is subscribed to, once per
     * subscriber; cancelling the subscription cancels the call.
     *
     * @throws IllegalArgumentException if the number of arguments is wrong, or the method does not
     *     stream
     */
    <T> java.util.concurrent.Flow.Publisher<T> stream(Object... arguments);
  }
}
