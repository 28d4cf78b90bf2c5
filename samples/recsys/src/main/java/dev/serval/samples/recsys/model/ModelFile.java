package dev.serval.samples.recsys.model;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The form of {@code recsys-model.bin}. All numbers are big-endian.
 *
 * <pre>
 *   header   u32 magic "SRVR", u32 version, u32 length of the body, u32 CRC-32 of the body
 *   body     u32 genres, films, ranked films, users, factors
 *            genres:        text each
 *            films:         i32 id, u16 year, i32 ratings, u8 genres, u8 index each, text title
 *            ranked films:  i32 id each, then f32 per film for each factor
 *            users:         i32 id each, then f32 per factor for each user
 *            seen:          for each user varint count, varint step from index to index of films
 *   text     u16 length, UTF-8;   varint: seven bits a byte, the lowest first
 * </pre>
 *
 * <p>The checksum finds damage; the reader nevertheless trusts no number of the body: every count
 * is bounded by the bytes that remain, ids ascend, and vectors are finite.
 */
final class ModelFile {
  static final int MAGIC = 0x53525652;
  static final int VERSION = 1;
  static final int HEADER_BYTES = 16;

  /** The longest body that is read, in bytes; a foreign file doesn't fill the memory. */
  static final int MAX_BODY_BYTES = 64 << 20;

  private static final int MIN_FILM_BYTES = 13;
  private static final int MIN_USER_BYTES = 9;

  private ModelFile() {}

  /**
   * Writes the model; the same model always gives the same bytes.
   *
   * @throws IllegalArgumentException if something of it is larger than the form allows
   */
  static void write(ModelData model, OutputStream out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writeBody(model, new DataOutputStream(bytes));
    byte[] body = bytes.toByteArray();
    atMost(MAX_BODY_BYTES, body.length, "bytes of the body");
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.putInt(MAGIC).putInt(VERSION).putInt(body.length).putInt(checksum(body));
    out.write(header.array());
    out.write(body);
  }

  /**
   * Reads a model up to the end of the stream.
   *
   * @throws ModelFormatException if it isn't one
   */
  static ModelData read(InputStream in) throws IOException {
    byte[] start = in.readNBytes(HEADER_BYTES);
    if (start.length < HEADER_BYTES) {
      throw new ModelFormatException("it ends within the header, after " + start.length + " bytes");
    }
    ByteBuffer header = ByteBuffer.wrap(start);
    if (header.getInt() != MAGIC) {
      throw new ModelFormatException("it does not begin with the mark of one");
    }
    int version = header.getInt();
    if (version != VERSION) {
      throw new ModelFormatException(
          "it has version " + Integer.toUnsignedString(version) + ", this code reads " + VERSION);
    }
    int length = header.getInt();
    if (length < 0 || length > MAX_BODY_BYTES) {
      throw new ModelFormatException(
          "its body is said to have " + Integer.toUnsignedString(length) + " bytes");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new ModelFormatException(
          "it is truncated: " + body.length + " of " + length + " bytes after the header");
    }
    if (in.read() != -1) {
      throw new ModelFormatException("bytes follow its end");
    }
    if (header.getInt() != checksum(body)) {
      throw new ModelFormatException("its checksum differs, so it is damaged");
    }
    return readBody(new ModelInput(body));
  }

  private static int checksum(byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return (int) crc.getValue();
  }

  private static void writeBody(ModelData model, DataOutputStream out) throws IOException {
    List<String> genres =
        model.films().stream()
            .map(Film::genres)
            .flatMap(Collection::stream)
            .sorted()
            .distinct()
            .toList();
    out.writeInt(atMost(0x100, genres.size(), "genres"));
    out.writeInt(model.films().size());
    out.writeInt(model.rankedIds().length);
    out.writeInt(model.userIds().length);
    out.writeInt(model.factors());
    for (String genre : genres) {
      writeText(genre, out);
    }
    for (int i = 0; i < model.films().size(); i++) {
      Film film = model.films().get(i);
      out.writeInt(film.id());
      out.writeShort(atMost(0xffff, film.year(), "year"));
      out.writeInt(model.popularity()[i]);
      out.writeByte(atMost(0xff, film.genres().size(), "genres of a film"));
      for (String genre : film.genres()) {
        out.writeByte(genres.indexOf(genre));
      }
      writeText(film.title(), out);
    }
    writeInts(model.rankedIds(), out);
    writeFloats(model.byFactor(), out);
    writeInts(model.userIds(), out);
    writeFloats(model.userVectors(), out);
    int[] filmIds = model.films().stream().mapToInt(Film::id).toArray();
    for (int[] seen : model.seen()) {
      writeVarint(seen.length, out);
      int last = 0;
      for (int id : seen) {
        int index = Arrays.binarySearch(filmIds, id);
        writeVarint(index - last, out);
        last = index;
      }
    }
  }

  private static int atMost(int max, int value, String what) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(
          what + ": " + value + " does not fit a model file, which takes at most " + max);
    }
    return value;
  }

  private static void writeText(String text, DataOutputStream out) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(atMost(0xffff, utf8.length, "bytes of a text"));
    out.write(utf8);
  }

  private static void writeInts(int[] values, DataOutputStream out) throws IOException {
    for (int value : values) {
      out.writeInt(value);
    }
  }

  private static void writeFloats(float[][] rows, DataOutputStream out) throws IOException {
    for (float[] row : rows) {
      for (float value : row) {
        out.writeFloat(value);
      }
    }
  }

  private static void writeVarint(int value, DataOutputStream out) throws IOException {
    int rest = value;
    while (rest >= 0x80) {
      out.writeByte(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  private static ModelData readBody(ModelInput in) throws ModelFormatException {
    int genreCount = in.count("genres", 2);
    int filmCount = in.count("films", MIN_FILM_BYTES);
    int rankedCount = in.count("ranked films", Integer.BYTES);
    int userCount = in.count("users", MIN_USER_BYTES);
    int factors = in.index("factors", AlsParameters.MAX_FACTORS + 1);
    if (factors == 0) {
      throw new ModelFormatException("it has no factors");
    }
    String[] genres = new String[genreCount];
    for (int i = 0; i < genreCount; i++) {
      genres[i] = in.text("genre");
    }
    int[] filmIds = new int[filmCount];
    int[] popularity = new int[filmCount];
    List<Film> films = new ArrayList<>(filmCount);
    for (int i = 0; i < filmCount; i++) {
      filmIds[i] = in.idAfter("film", i == 0 ? 0 : filmIds[i - 1]);
      int year = in.unsignedShort("year");
      popularity[i] = in.index("popularity", Integer.MAX_VALUE);
      List<String> names = genresOfFilm(in, genres);
      films.add(new Film(filmIds[i], in.text("title"), year, names));
    }
    int[] rankedIds = in.ids("ranked film", rankedCount);
    for (int id : rankedIds) {
      if (Arrays.binarySearch(filmIds, id) < 0) {
        throw new ModelFormatException("ranked film " + id + " is not among its films");
      }
    }
    float[][] byFactor = in.floats("films' vectors", factors, rankedCount);
    int[] userIds = in.ids("user", userCount);
    float[][] userVectors = in.floats("users' vectors", userCount, factors);
    int[][] seen = new int[userCount][];
    for (int i = 0; i < userCount; i++) {
      seen[i] = seenFilms(in, filmIds);
    }
    in.expectEnd();
    return new ModelData(films, popularity, rankedIds, byFactor, userIds, userVectors, seen);
  }

  private static List<String> genresOfFilm(ModelInput in, String[] genres)
      throws ModelFormatException {
    int count = in.unsignedByte("number of genres");
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int genre = in.unsignedByte("genre");
      if (genre >= genres.length) {
        throw new ModelFormatException("it has no genre " + genre);
      }
      names.add(genres[genre]);
    }
    return names;
  }

  private static int[] seenFilms(ModelInput in, int[] filmIds) throws ModelFormatException {
    int count = in.varint("number of seen films", filmIds.length);
    int[] seen = new int[count];
    int index = 0;
    for (int i = 0; i < count; i++) {
      int step = in.varint("step between seen films", filmIds.length);
      index += step;
      if (index >= filmIds.length || (step == 0 && i > 0)) {
        throw new ModelFormatException("its seen films do not ascend within its films");
      }
      seen[i] = filmIds[index];
    }
    return seen;
  }
}
