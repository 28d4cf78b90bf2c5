package dev.serval.samples.recsys.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * A trained recommender: a vector for each user and each film that enough users rated, and the
 * popularity of films for users it doesn't know. Immutable and safe for use by many threads.
 *
 * <p>It ranks the films that have a vector only; the others have too few ratings to say anything of
 * them. {@link #film} knows them all.
 */
public final class RankingModel {
  /** The largest magnitude of a vector's component, so that no score overflows. */
  public static final float MAX_COMPONENT = 1e6f;

  private static final String RESOURCE = "/recsys-model.bin";

  private final ModelData data;
  private final int[] filmIds;
  private final FilmScorer scorer;
  private final List<ScoredFilm> byPopularity;

  private RankingModel(ModelData data) {
    this.data = data;
    this.filmIds = data.films().stream().mapToInt(Film::id).toArray();
    this.scorer = new FilmScorer(data.rankedIds(), data.byFactor());
    float users = Math.max(1, data.userIds().length);
    this.byPopularity =
        IntStream.range(0, filmIds.length)
            .mapToObj(i -> new ScoredFilm(filmIds[i], data.popularity()[i] / users))
            .sorted(
                Comparator.comparing(ScoredFilm::score)
                    .reversed()
                    .thenComparing(ScoredFilm::filmId))
            .toList();
  }

  /**
   * Trains a model.
   *
   * @param films the catalogue
   * @param ratings what to learn from, of films of the catalogue only, each user and film at most
   *     once
   * @throws IllegalArgumentException if no film has enough ratings
   */
  public static RankingModel train(
      Collection<Film> films, List<Rating> ratings, AlsParameters parameters) {
    return new RankingModel(
        ModelData.of(films, ratings, new AlsTrainer(parameters).train(ratings)));
  }

  /**
   * Reads the model that comes with this sample.
   *
   * @throws IOException if it is missing or damaged
   */
  public static RankingModel bundled() throws IOException {
    try (InputStream in = RankingModel.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new FileNotFoundException("resource " + RESOURCE);
      }
      return load(in);
    }
  }

  /**
   * Reads a model that {@link #write} wrote, up to the end of the stream, which stays open.
   *
   * @throws ModelFormatException if it is truncated, damaged, of another version or no model at all
   * @throws IOException if the stream can't be read
   */
  public static RankingModel load(InputStream in) throws IOException {
    return new RankingModel(ModelFile.read(in));
  }

  /**
   * Writes the model; equal models give equal bytes. The stream stays open.
   *
   * @throws IllegalArgumentException if a part is too large for the file, such as a title of more
   *     than 65 535 bytes
   * @throws IOException if the stream can't be written
   */
  public void write(OutputStream out) throws IOException {
    ModelFile.write(data, out);
  }

  /** The length of every vector. */
  public int factors() {
    return data.factors();
  }

  /** How many users have a vector. */
  public int users() {
    return data.userIds().length;
  }

  /** How many films can be ranked. */
  public int rankedFilms() {
    return data.rankedIds().length;
  }

  /** Whether the user has a vector. */
  public boolean knows(int userId) {
    return Arrays.binarySearch(data.userIds(), userId) >= 0;
  }

  /**
   * A copy of the user's vector.
   *
   * @throws NoSuchElementException if the model doesn't know the user
   */
  public float[] userVector(int userId) {
    return data.userVectors()[userRow(userId)].clone();
  }

  /**
   * The ids of the films that the user rated before the model was trained, ascending; a copy.
   *
   * @throws NoSuchElementException if the model doesn't know the user
   */
  public int[] seen(int userId) {
    return data.seen()[userRow(userId)].clone();
  }

  /**
   * The film with this id.
   *
   * @throws NoSuchElementException if there is none
   */
  public Film film(int id) {
    int row = Arrays.binarySearch(filmIds, id);
    if (row < 0) {
      throw new NoSuchElementException("no film " + id);
    }
    return data.films().get(row);
  }

  /**
   * Ranks films for one user; see {@link #top(List)}.
   *
   * @throws IllegalArgumentException if the vector or {@code k} is not as {@link UserQuery} says
   */
  public List<ScoredFilm> top(float[] userVector, int[] excluded, int k) {
    return top(List.of(new UserQuery(userVector, excluded, k))).getFirst();
  }

  /**
   * Ranks films for many users at once: for each the films with the largest dot product of both
   * vectors, the best first, of equal ones the smaller id first. A user gets fewer than {@code k}
   * only if no more are left. The answer doesn't depend on the company in the batch. Costs {@code
   * users · rankedFilms · factors} multiplications.
   *
   * @return one list for each query, in their order; unmodifiable
   * @throws IllegalArgumentException if a vector is not as {@link UserQuery} says
   */
  public List<List<ScoredFilm>> top(List<UserQuery> users) {
    for (UserQuery user : users) {
      check(user.userVector());
    }
    return scorer.top(users);
  }

  /**
   * The films that most users rated, for a user of whom nothing is known; the score is the share of
   * users who rated the film, between 0 and 1.
   *
   * @param k how many films, at least 1; all are answered if there are no more
   * @return an unmodifiable list
   */
  public List<ScoredFilm> popular(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, is " + k);
    }
    return byPopularity.subList(0, Math.min(k, byPopularity.size()));
  }

  /** Recommends to known users by their vectors and to others by popularity. */
  public Recommender recommender() {
    return (userId, seen, k) -> {
      if (knows(userId)) {
        return top(data.userVectors()[userRow(userId)], seen, k).stream()
            .mapToInt(ScoredFilm::filmId)
            .toArray();
      }
      return byPopularity.stream()
          .mapToInt(ScoredFilm::filmId)
          .filter(film -> Arrays.binarySearch(seen, film) < 0)
          .limit(k)
          .toArray();
    };
  }

  private int userRow(int userId) {
    int row = Arrays.binarySearch(data.userIds(), userId);
    if (row < 0) {
      throw new NoSuchElementException("the model does not know user " + userId);
    }
    return row;
  }

  private void check(float[] vector) {
    if (vector.length != factors()) {
      throw new IllegalArgumentException(
          "a user vector of this model has " + factors() + " components, not " + vector.length);
    }
    for (int f = 0; f < vector.length; f++) {
      if (!(Math.abs(vector[f]) <= MAX_COMPONENT)) {
        throw new IllegalArgumentException(
            "component " + f + " of the user vector is " + vector[f] + ", beyond " + MAX_COMPONENT);
      }
    }
  }
}
