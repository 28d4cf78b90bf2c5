package dev.serval.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.protocol.wire.CallMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.infra.Blackhole;

/** Each benchmark does once what it says it measures. */
@Timeout(30)
class BenchmarksTest {

  @Test
  void callsReturnTheirArgument() throws InterruptedException {
    InProcessCallBenchmark calls = new InProcessCallBenchmark();
    calls.start();
    try {
      assertThat(calls.asyncToEventLoop()).isEqualTo("payload");
      assertThat(calls.blockingToEventLoop()).isEqualTo("payload");
      assertThat(calls.blockingBetweenVirtualThreads()).isEqualTo("payload");
    } finally {
      calls.stop();
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothCodecsReadWhatTheyWrote(Payload payload) {
    for (String codec : new String[] {"fory", "smile"}) {
      CodecBenchmark codecs = new CodecBenchmark();
      codecs.codec = codec;
      codecs.payload = payload;
      codecs.prepare();
      try {
        assertThat(codecs.encode().isReadable()).isTrue();
        assertThat(codecs.decode()).usingRecursiveComparison().isEqualTo(payload.value());
        assertThat(codecs.decode()).usingRecursiveComparison().isEqualTo(payload.value());
      } finally {
        codecs.release();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 1_000})
  void everyRoutedCallEnds(int replicas) {
    RouterBenchmark router = new RouterBenchmark();
    router.replicas = replicas;
    router.start();
    try {
      assertThat(router.submit().ended()).isTrue();
    } finally {
      router.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"caller", "virtual"})
  void everyItemOfABatchGetsItsResult(String runs) {
    BatcherBenchmark batcher = new BatcherBenchmark();
    batcher.runs = runs;
    batcher.start();
    try {
      assertThat(batcher.submitToResult()).isZero();
      assertThat(batcher.submitToResult()).isZero();
    } finally {
      batcher.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "traced"})
  void metadataIsReadAsItWasWritten(String metadata) {
    FrameBenchmark frames = new FrameBenchmark();
    frames.metadata = metadata;
    frames.prepare();
    try {
      assertThat(frames.encode().isReadable()).isTrue();
      CallMetadata read = frames.decode(blackhole());
      assertThat(read.requestId().isEmpty()).isEqualTo(metadata.equals("none"));
      assertThat(read.traceParent().isEmpty()).isEqualTo(metadata.equals("none"));
    } finally {
      frames.release();
    }
  }

  private static Blackhole blackhole() {
    return new Blackhole(
        "Today's password is swordfish. I understand instantiating Blackholes directly is"
            + " dangerous.");
  }
}
