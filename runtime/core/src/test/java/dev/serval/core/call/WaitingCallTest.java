package dev.serval.core.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.CallOptions;
import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.CallCancelledException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WaitingCallTest {

  @Test
  void aBlockingCallReturnsWhatAnotherThreadBrings() throws Exception {
    AtomicReference<BlockingCall> made = new AtomicReference<>();
    CountDownLatch ready = new CountDownLatch(1);

    Together.run(
        2,
        thread -> {
          if (thread == 0) {
            made.set(blocking());
            ready.countDown();
            assertThat(made.get().await()).isEqualTo("ranked");
          } else {
            Together.await(ready);
            made.get().succeed("ranked");
          }
        });
  }

  @Test
  void aBlockingCallThrowsItsError() {
    BlockingCall call = blocking();
    BadRequestException error = new BadRequestException("no such film");
    call.fail(error);

    assertThatThrownBy(call::await).isSameAs(error);
  }

  @Test
  void anInterruptCancelsABlockingCallAndStaysSet() {
    BlockingCall call = blocking();
    Thread.currentThread().interrupt();

    assertThatThrownBy(call::await).isInstanceOf(CallCancelledException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(call.ended()).isTrue();
  }

  @Test
  void aResultThatIsThereIsReturnedInspiteOfAnInterrupt() {
    BlockingCall call = blocking();
    call.succeed("ranked");
    Thread.currentThread().interrupt();

    assertThat(call.await()).isEqualTo("ranked");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void cancellingTheFutureCancelsTheCall() {
    FutureCall call =
        new FutureCall(RecordedCall.TARGET, new Object[0], CallOptions.DEFAULTS, null, 0);
    CompletableFuture<Object> future = call.future();

    assertThat(future.cancel(true)).isTrue();

    assertThat(call.ended()).isTrue();
    assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
  }

  private static BlockingCall blocking() {
    return new BlockingCall(RecordedCall.TARGET, new Object[0], CallOptions.DEFAULTS, null, 0);
  }
}
