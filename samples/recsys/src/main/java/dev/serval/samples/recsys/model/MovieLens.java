package dev.serval.samples.recsys.model;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * The MovieLens data set: who rated which film, how and when (F. M. Harper, J. A. Konstan, The
 * MovieLens Datasets: History and Context, ACM TiiS 5(4), 2015). The copy that comes with this
 * sample has 671 users, 9 066 films and 100 004 ratings.
 */
public final class MovieLens {
  private static final String FILMS = "movies.csv";
  private static final String RATINGS = "ratings.csv";
  private static final List<String> FILM_COLUMNS = List.of("movieId", "title", "year", "genres");
  private static final List<String> RATING_COLUMNS =
      List.of("userId", "movieId", "rating", "timestamp");
  private static final String NO_GENRES = "(no genres listed)";
  private static final int FIRST_YEAR = 1870;
  private static final int LAST_YEAR = 2100;

  private final Collection<Film> films;
  private final List<Rating> ratings;
  private final int users;

  private MovieLens(Collection<Film> films, List<Rating> ratings, int users) {
    this.films = films;
    this.ratings = ratings;
    this.users = users;
  }

  /**
   * Reads the copy that comes with this sample.
   *
   * @throws IOException if it is missing or damaged
   */
  public static MovieLens bundled() throws IOException {
    try (Reader films = resource(FILMS);
        Reader ratings = resource(RATINGS)) {
      return read(films, ratings);
    }
  }

  /**
   * Reads the two tables. Films come as {@code movieId,title,year,genres} (genres separated by
   * {@code |}; title and year may be empty), ratings as {@code userId,movieId,rating,timestamp}, in
   * any order.
   *
   * @throws MalformedDataException if a row is not as above, if a film comes twice, or if a rating
   *     is of an unknown film or repeats a user and film; names line and column
   * @throws IOException if the text can't be read
   */
  public static MovieLens read(Reader films, Reader ratings) throws IOException {
    Map<Integer, Film> byId = readFilms(films);
    Set<Integer> users = new HashSet<>();
    List<Rating> rows = readRatings(ratings, byId, users);
    return new MovieLens(
        Collections.unmodifiableCollection(byId.values()),
        Collections.unmodifiableList(rows),
        users.size());
  }

  /** The films, in the order of the table. */
  public Collection<Film> films() {
    return films;
  }

  /** The ratings, in the order of the table. */
  public List<Rating> ratings() {
    return ratings;
  }

  /** How many users rated anything. */
  public int users() {
    return users;
  }

  private static Reader resource(String table) throws IOException {
    String name = "/movielens/" + table + ".gz";
    InputStream in = MovieLens.class.getResourceAsStream(name);
    if (in == null) {
      throw new FileNotFoundException("resource " + name);
    }
    return new BufferedReader(
        new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8.newDecoder()));
  }

  private static Map<Integer, Film> readFilms(Reader in) throws IOException {
    CsvReader csv = new CsvReader(in, FILMS, FILM_COLUMNS);
    Map<Integer, Film> films = new LinkedHashMap<>();
    while (csv.next()) {
      int id = (int) csv.integer(0, 1, Integer.MAX_VALUE);
      int year = csv.text(2).isEmpty() ? 0 : (int) csv.integer(2, FIRST_YEAR, LAST_YEAR);
      Film film = new Film(id, csv.text(1), year, genres(csv));
      if (films.putIfAbsent(id, film) != null) {
        throw csv.fail(0, "a film that came before");
      }
    }
    return films;
  }

  private static List<String> genres(CsvReader csv) throws MalformedDataException {
    String all = csv.text(3);
    if (all.equals(NO_GENRES)) {
      return List.of();
    }
    List<String> genres = List.of(all.split("\\|", -1));
    if (genres.contains("")) {
      throw csv.fail(3, "expected names separated by |, or " + NO_GENRES);
    }
    return genres;
  }

  private static List<Rating> readRatings(Reader in, Map<Integer, Film> films, Set<Integer> users)
      throws IOException {
    CsvReader csv = new CsvReader(in, RATINGS, RATING_COLUMNS);
    List<Rating> ratings = new ArrayList<>();
    Set<Long> pairs = new HashSet<>();
    while (csv.next()) {
      int user = (int) csv.integer(0, 1, Integer.MAX_VALUE);
      int film = (int) csv.integer(1, 1, Integer.MAX_VALUE);
      double stars = csv.decimal(2);
      long time = csv.integer(3, 0, Integer.MAX_VALUE);
      if (!(stars >= 0.5 && stars <= 5 && stars * 2 == Math.rint(stars * 2))) {
        throw csv.fail(2, "expected stars from 0.5 to 5 in steps of 0.5");
      }
      if (!films.containsKey(film)) {
        throw csv.fail(1, "a film that " + FILMS + " does not have");
      }
      if (!pairs.add((long) user << 32 | film)) {
        throw csv.fail(1, "a film that user " + user + " rated before");
      }
      users.add(user);
      ratings.add(new Rating(user, film, (float) stars, time));
    }
    return ratings;
  }
}
