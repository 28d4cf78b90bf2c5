package dev.serval.samples.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelFileTest {
  private static final int LENGTH_AT = 8;
  private static final int CHECKSUM_AT = 12;

  private final RankingModel model = SmallModel.model();
  private byte[] file;

  @BeforeEach
  void write() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    model.write(out);
    file = out.toByteArray();
  }

  @Test
  void readsWhatItWrote() throws IOException {
    RankingModel read = load(file);
    assertThat(read.factors()).isEqualTo(model.factors());
    assertThat(read.rankedFilms()).isEqualTo(model.rankedFilms());
    assertThat(read.popular(SmallModel.FILMS)).isEqualTo(model.popular(SmallModel.FILMS));
    for (int id = 1; id <= SmallModel.FILMS; id++) {
      assertThat(read.film(id)).isEqualTo(SmallModel.film(id));
    }
    for (int user = 1; user <= SmallModel.USERS; user++) {
      assertThat(read.userVector(user)).isEqualTo(model.userVector(user));
      assertThat(read.seen(user)).isEqualTo(model.seen(user));
      assertThat(read.top(read.userVector(user), read.seen(user), 5))
          .isEqualTo(model.top(model.userVector(user), model.seen(user), 5));
    }
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    read.write(again);
    assertThat(again.toByteArray()).isEqualTo(file);
  }

  @Test
  void doesNotWriteWhatItCouldNotRead() {
    List<Film> films = new ArrayList<>(SmallModel.films());
    films.set(0, new Film(1, "x".repeat(65_536), 1990, List.of()));
    RankingModel tooLong = RankingModel.train(films, SmallModel.ratings(), SmallModel.PARAMETERS);
    assertThatThrownBy(() -> tooLong.write(new ByteArrayOutputStream()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bytes of a text: 65536 does not fit a model file, which takes at most 65535");
  }

  @Test
  void refusesEveryTruncation() {
    for (int length = 0; length < file.length; length++) {
      byte[] part = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> load(part))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining(
              length < ModelFile.HEADER_BYTES ? "ends within the header" : "truncated");
    }
  }

  @Test
  void refusesWhatFollowsTheEnd() {
    assertRefused(Arrays.copyOf(file, file.length + 1), "bytes follow its end");
  }

  @Test
  void refusesForeignFilesAndVersions() {
    assertRefused("<html>this is not a model</html>".getBytes(), "the mark of one");
    ByteBuffer.wrap(file).putInt(4, 2);
    assertRefused(file, "it has version 2, this code reads 1");
  }

  @Test
  void refusesAnAbsurdLengthWithoutReadingIt() {
    ByteBuffer.wrap(file).putInt(LENGTH_AT, ModelFile.MAX_BODY_BYTES + 1);
    assertRefused(file, "its body is said to have 67108865 bytes");
    ByteBuffer.wrap(file).putInt(LENGTH_AT, -1);
    assertRefused(file, "its body is said to have 4294967295 bytes");
  }

  @Test
  void refusesDamage() {
    file[file.length / 2] ^= 1;
    assertRefused(file, "its checksum differs");
  }

  @Test
  void refusesCountsThatDoNotFit() {
    for (int count = 0; count < 4; count++) {
      byte[] bad = file.clone();
      ByteBuffer.wrap(bad).putInt(ModelFile.HEADER_BYTES + 4 * count, 1 << 30);
      assertRefused(sealed(bad), "do not fit into it");
      ByteBuffer.wrap(bad).putInt(ModelFile.HEADER_BYTES + 4 * count, -5);
      assertRefused(sealed(bad), "do not fit into it");
    }
    ByteBuffer.wrap(file).putInt(ModelFile.HEADER_BYTES + 16, 0);
    assertRefused(sealed(file), "it has no factors");
    ByteBuffer.wrap(file).putInt(ModelFile.HEADER_BYTES + 16, 257);
    assertRefused(sealed(file), "factors is 257, not from 0 to 256");
  }

  @Test
  void aBodyOfAnythingIsReadOrRefused() {
    Random random = new Random(3);
    int refused = 0;
    for (int round = 0; round < 3_000; round++) {
      byte[] bad = file.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = ModelFile.HEADER_BYTES + random.nextInt(bad.length - ModelFile.HEADER_BYTES);
        bad[at] = (byte) random.nextInt();
      }
      try {
        RankingModel read = load(sealed(bad));
        for (ScoredFilm film : read.popular(100)) {
          assertThat(read.film(film.filmId())).isNotNull();
        }
      } catch (ModelFormatException e) {
        refused++;
      } catch (IOException e) {
        throw new AssertionError("only a ModelFormatException tells of a bad file", e);
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  /** The file with the checksum that its body has now. */
  private static byte[] sealed(byte[] file) {
    CRC32 crc = new CRC32();
    crc.update(file, ModelFile.HEADER_BYTES, file.length - ModelFile.HEADER_BYTES);
    ByteBuffer.wrap(file).putInt(CHECKSUM_AT, (int) crc.getValue());
    return file;
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> load(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(message);
  }

  private static RankingModel load(byte[] file) throws IOException {
    return RankingModel.load(new ByteArrayInputStream(file));
  }
}
