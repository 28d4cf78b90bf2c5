package dev.serval.core.codec;

import static dev.serval.core.codec.SameValue.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.codec.Samples.Sample;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that earlier builds wrote must decode for ever. Files are added, never changed: {@code mvn
 * test -Dtest=CodecGoldenTest -Dserval.golden.write=true} writes those that are missing and leaves
 * the others alone.
 */
class CodecGoldenTest {

  private static final Path SOURCES = Path.of("src/test/resources/codec/golden");

  private static final Set<String> GOLDEN =
      Set.of(
          "double infinity",
          "string of all planes",
          "enum with a body",
          "floats",
          "list of 1000",
          "list of sealed",
          "map by date",
          "nested record",
          "scalars",
          "times",
          "numbers",
          "tensor record",
          "generic record of lists",
          "tree",
          "class");

  private static final List<Codec> CODECS =
      List.of(
          new ForyCodec(Samples.table(), CodecLimits.DEFAULT), new SmileCodec(CodecLimits.DEFAULT));

  record Golden(Codec codec, Sample sample) {
    String file() {
      return codec.name() + "-" + sample.name().replace(' ', '-') + ".bin";
    }

    @Override
    public String toString() {
      return file();
    }
  }

  static Stream<Golden> golden() {
    return Samples.all().stream()
        .filter(sample -> GOLDEN.contains(sample.name()))
        .flatMap(sample -> CODECS.stream().map(codec -> new Golden(codec, sample)));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void theBytesStillDecode(Golden golden) throws IOException {
    if (Boolean.getBoolean("serval.golden.write")) {
      writeIfMissing(golden);
    }
    try (InputStream file = open(golden)) {
      assertThat(file).as("golden file " + golden.file()).isNotNull();
      ByteBuf bytes = Unpooled.wrappedBuffer(file.readAllBytes());
      Sample sample = golden.sample();
      assertSame(sample.value(), golden.codec().decode(bytes, sample.type()));
    }
  }

  private static InputStream open(Golden golden) throws IOException {
    Path source = SOURCES.resolve(golden.file());
    return Files.exists(source)
        ? Files.newInputStream(source)
        : CodecGoldenTest.class.getResourceAsStream("/codec/golden/" + golden.file());
  }

  private static void writeIfMissing(Golden golden) throws IOException {
    Path file = SOURCES.resolve(golden.file());
    if (Files.notExists(file)) {
      ByteBuf buffer = Unpooled.buffer();
      golden.codec().encode(golden.sample().value(), golden.sample().type(), buffer);
      Files.createDirectories(SOURCES);
      Files.write(file, ByteBufUtil.getBytes(buffer));
    }
  }
}
