package dev.serval.samples.recsys.model;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Trains the model that comes with this sample, prints how it does on the films held out, and
 * writes it to a file. The same data gives the same bytes on every machine.
 */
public final class Train {
  /** The last ratings of each user that are held out. */
  public static final int HELD_OUT = 10;

  /** What {@link Tune} chose, on ratings before the held-out ones. */
  public static final AlsParameters PARAMETERS = new AlsParameters(40, 12, 4.8, 0, 5, 17.6, 10, 1);

  /** The row of the trained model in {@link #evaluate}. */
  static final String MODEL = "ALS";

  /** The row of the most popular films in {@link #evaluate}. */
  static final String POPULARITY = "popularity";

  private Train() {}

  /**
   * Trains, prints, writes.
   *
   * @param args the file to write; {@code recsys-model.bin} if there is none
   * @throws IOException if the data can't be read or the file can't be written
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args.length > 0 ? args[0] : "recsys-model.bin");
    PrintStream out = System.out;
    MovieLens data = MovieLens.bundled();
    Split split = Split.lastOfEachUser(data.ratings(), HELD_OUT);
    long start = System.nanoTime();
    RankingModel model = train(data, split);
    out.printf(
        "%d users, %d films, %d ratings to learn from; trained in %.1f s%n",
        model.users(),
        model.rankedFilms(),
        split.train().size(),
        (System.nanoTime() - start) / 1e9);
    out.print(evaluate(data, split, model).table());
    try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file))) {
      model.write(to);
    }
    out.printf("wrote %s, %d bytes%n", file, Files.size(file));
  }

  /** The model that comes with this sample, trained anew. */
  static RankingModel train(MovieLens data, Split split) {
    return RankingModel.train(data.films(), split.train(), PARAMETERS);
  }

  /** The model beside what knows nothing of the user. */
  static Evaluation evaluate(MovieLens data, Split split, RankingModel model) {
    int[] films = data.films().stream().mapToInt(Film::id).toArray();
    Map<String, Recommender> recommenders = new LinkedHashMap<>();
    recommenders.put("random", Baselines.random(films, 1));
    recommenders.put(POPULARITY, Baselines.popularity(split.train()));
    recommenders.put(MODEL, model.recommender());
    return Evaluation.of(split, recommenders);
  }
}
