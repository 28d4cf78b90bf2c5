package dev.serval.bench.micro;

import dev.serval.protocol.wire.CallMetadata;
import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** A CALL frame with a body of {@value #BODY_BYTES} bytes, written and read. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameBenchmark {

  private static final int BODY_BYTES = 64;
  private static final int METHOD_ID = 0x5eed;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final CallMetadata TRACED =
      new CallMetadata(
          "0f8fad5b-d9cb-469f-a165-70867728950e",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
          "",
          "",
          "");

  /** What the call carries: nothing, or a request id and the trace it belongs to. */
  @Param({"none", "traced"})
  public String metadata;

  private final byte[] body = new byte[BODY_BYTES];
  private CallMetadata carried;
  private ByteBuf written;
  private ByteBuf frame;

  /** Writes the frame once, for {@link #decode}. */
  @Setup
  public void prepare() {
    carried =
        switch (metadata) {
          case "none" -> CallMetadata.NONE;
          case "traced" -> TRACED;
          default ->
              throw new IllegalArgumentException("metadata must be none or traced: " + metadata);
        };
    written = PooledByteBufAllocator.DEFAULT.directBuffer(1024);
    frame = encode().copy();
  }

  /** Gives the buffers back. */
  @TearDown
  public void release() {
    written.release();
    frame.release();
  }

  /** The frame appended to a buffer that has room. */
  @Benchmark
  public ByteBuf encode() {
    written.clear();
    int start = FrameWriter.beginCall(written, 1, 0, METHOD_ID, TIMEOUT_MILLIS, carried);
    written.writeBytes(body);
    FrameWriter.end(written, start);
    return written;
  }

  /** The frame's header and metadata read, its body left where it is. */
  @Benchmark
  public CallMetadata decode(Blackhole read) {
    frame.readerIndex(0);
    int end = frame.readInt() + Integer.BYTES;
    read.consume(frame.readByte());
    int flags = frame.readUnsignedByte();
    read.consume(frame.readInt());
    read.consume(frame.readInt());
    read.consume(frame.readInt());
    CallMetadata found =
        FrameFlags.has(flags, FrameFlags.METADATA)
            ? CallMetadata.read(frame, end)
            : CallMetadata.NONE;
    frame.readerIndex(end);
    return found;
  }
}
