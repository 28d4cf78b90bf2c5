package dev.serval.bench.micro;

import dev.serval.core.codec.Codec;
import dev.serval.core.codec.CodecLimits;
import dev.serval.core.codec.ForyCodec;
import dev.serval.core.codec.SmileCodec;
import dev.serval.core.codec.TypeTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.reflect.Type;
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

/** Values to bytes and back, in a direct buffer as on a connection. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

  /** The codec. */
  @Param({"fory", "smile"})
  public String codec;

  /** The value. */
  @Param public Payload payload;

  private Codec used;
  private Object value;
  private Type type;
  private ByteBuf written;
  private ByteBuf encoded;

  /** Encodes the value once, for {@link #decode}. */
  @Setup
  public void prepare() {
    used = newCodec();
    value = payload.value();
    type = payload.type();
    written = PooledByteBufAllocator.DEFAULT.directBuffer();
    encoded = PooledByteBufAllocator.DEFAULT.directBuffer();
    used.encode(value, type, encoded);
  }

  private Codec newCodec() {
    return switch (codec) {
      case "fory" -> {
        ForyCodec fory =
            new ForyCodec(
                TypeTable.of(Payload.FourDoubles.class, Payload.ScoredItem.class),
                CodecLimits.DEFAULT);
        fory.prepare();
        yield fory;
      }
      case "smile" -> new SmileCodec(CodecLimits.DEFAULT);
      default -> throw new IllegalArgumentException("codec must be fory or smile, not " + codec);
    };
  }

  /** Gives the buffers back. */
  @TearDown
  public void release() {
    written.release();
    encoded.release();
  }

  /** The value appended to a buffer that has room. */
  @Benchmark
  public ByteBuf encode() {
    written.clear();
    used.encode(value, type, written);
    return written;
  }

  /** The value read. */
  @Benchmark
  public Object decode() {
    encoded.readerIndex(0);
    return used.decode(encoded, type);
  }
}
