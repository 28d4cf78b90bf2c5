package dev.serval.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What version 1 of the protocol looks like in bytes. A file that differs means that released peers
 * would not be understood: then the frame needs a new version, not a new file. {@code
 * -Dserval.golden.write=true} writes the files of frames that are new.
 */
class GoldenWireTest {

  private static final Path SOURCES = Path.of("src/test/resources/wire/golden/v1");

  static List<WireSamples.Sample> samples() {
    return WireSamples.ALL;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isWrittenAsReleased(WireSamples.Sample sample) throws IOException {
    if (Boolean.getBoolean("serval.golden.write")
        && Files.notExists(SOURCES.resolve(sample.name() + ".bin"))) {
      Files.createDirectories(SOURCES);
      Files.write(SOURCES.resolve(sample.name() + ".bin"), sample.bytes());
      Files.writeString(
          SOURCES.resolve(sample.name() + ".txt"),
          sample.description() + "\n\n" + ByteBufUtil.hexDump(sample.bytes()) + "\n");
    }
    String file = "/wire/golden/v1/" + sample.name() + ".bin";
    try (InputStream golden = GoldenWireTest.class.getResourceAsStream(file)) {
      byte[] released =
          golden == null
              ? Files.readAllBytes(SOURCES.resolve(sample.name() + ".bin"))
              : golden.readAllBytes();
      assertThat(ByteBufUtil.hexDump(sample.bytes())).isEqualTo(ByteBufUtil.hexDump(released));
    }
  }

  @Test
  void everyTypeOfFrameHasAFile() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      List<Byte> types =
          files
              .filter(file -> file.toString().endsWith(".bin"))
              .map(GoldenWireTest::typeOf)
              .distinct()
              .sorted()
              .toList();
      assertThat(types).hasSize(16).startsWith(FrameType.HELLO).endsWith(FrameType.CHUNK);
    }
  }

  private static byte typeOf(Path file) {
    try {
      return Files.readAllBytes(file)[4];
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }
}
