package dev.serval.core.handle;

import dev.serval.api.DeploymentResponse;
import dev.serval.api.error.CallCancelledException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.api.error.ServeException;
import dev.serval.core.call.CancelReason;
import dev.serval.core.call.FutureCall;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A response backed by the future of its call. */
final class FutureResponse<T> implements DeploymentResponse<T> {

  private final FutureCall call;

  FutureResponse(FutureCall call) {
    this.call = call;
  }

  CompletableFuture<Object> future() {
    return call.future();
  }

  @Override
  public T result() {
    return await(null);
  }

  @Override
  public T result(Duration timeout) {
    return await(timeout);
  }

  @SuppressWarnings("unchecked")
  private T await(Duration timeout) {
    if (!future().isDone()) {
      DeploymentClient.refuseOnEventLoop(call.target());
    }
    try {
      return (T)
          (timeout == null
              ? future().get()
              : future().get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException failed) {
      throw errorOf(failed.getCause());
    } catch (CancellationException cancelled) {
      throw errorOf(cancelled);
    } catch (TimeoutException late) {
      throw new DeadlineExceededException(
          "No result of " + call.target().displayName() + " within " + timeout);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      call.cancel(CancelReason.CANCELLED);
      throw new CallCancelledException(
          call.target().displayName() + " was cancelled: the thread that waited was interrupted");
    }
  }

  /** The error of the call; or why there is none, if user code has ended the future itself. */
  ServeException errorOf(Throwable failure) {
    return failure instanceof ServeException error
        ? error
        : new CallCancelledException(
            call.target().displayName() + " was cancelled by its caller: " + failure);
  }

  @Override
  @SuppressWarnings("unchecked")
  public CompletionStage<T> toCompletionStage() {
    return (CompletionStage<T>) future();
  }

  @Override
  public void cancel() {
    call.cancel(CancelReason.CANCELLED);
  }
}
