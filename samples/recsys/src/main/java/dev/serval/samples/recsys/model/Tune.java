package dev.serval.samples.recsys.model;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Looks for the hyper-parameters of {@link Train} by random search. It never sees the ratings that
 * {@link Train} holds out: it holds out as many again before them and measures on those. Each
 * choice is trained from several starts, because chance alone moves NDCG@10 by a few thousandths.
 */
public final class Tune {
  private static final int STARTS = 3;

  /** Users with fewer ratings left are not asked; they lost most of what they had twice. */
  private static final int MIN_RATINGS_OF_USER = 10;

  private static final int SHOWN = 15;

  private static final int[] FACTORS = {16, 24, 32, 40, 48};
  private static final int[] ITERATIONS = {8, 12};
  private static final double[] STARS_EXPONENTS = {0, 0.5, 1, 2};
  private static final double[] HALF_LIVES = {5, 10, 20, 40, Double.POSITIVE_INFINITY};
  private static final int[] MIN_RATINGS = {2, 5, 10};

  private Tune() {}

  /** One choice and its mean measures. */
  private record Trial(AlsParameters parameters, double ndcg10, double hitRate10) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "NDCG@10 %.4f, hit rate@10 %.3f: %s", ndcg10, hitRate10, parameters);
    }
  }

  /**
   * Prints each choice as it is measured, and at the end the best.
   *
   * @param args how many choices to try; 100 if there is none
   * @throws IOException if the data can't be read
   */
  public static void main(String[] args) throws IOException {
    int trials = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    PrintStream out = System.out;
    MovieLens data = MovieLens.bundled();
    Split split = validationSplit(data);
    Recommender popular = Baselines.popularity(split.train());
    out.print(Evaluation.of(split, Map.of(Train.POPULARITY, popular)).table());
    Random random = new Random(1);
    List<Trial> all = new ArrayList<>();
    for (int i = 0; i < trials; i++) {
      all.add(measure(data, split, choose(random)));
      out.println(all.getLast());
    }
    all.sort(Comparator.comparingDouble(Trial::ndcg10).reversed());
    out.println("the best:");
    all.stream().limit(SHOWN).forEach(out::println);
  }

  static Split validationSplit(MovieLens data) {
    Split test = Split.lastOfEachUser(data.ratings(), Train.HELD_OUT);
    return Split.lastOfEachUser(test.train(), Train.HELD_OUT).ofUsersWith(MIN_RATINGS_OF_USER);
  }

  private static Trial measure(MovieLens data, Split split, AlsParameters parameters) {
    double ndcg10 = 0;
    double hitRate10 = 0;
    for (int seed = 1; seed <= STARTS; seed++) {
      Recommender model =
          RankingModel.train(data.films(), split.train(), parameters.withSeed(seed)).recommender();
      Evaluation.Row row = Evaluation.of(split, Map.of(Train.MODEL, model)).row(Train.MODEL);
      ndcg10 += row.ndcg10() / STARTS;
      hitRate10 += row.hitRate10() / STARTS;
    }
    return new Trial(parameters, ndcg10, hitRate10);
  }

  private static AlsParameters choose(Random random) {
    return new AlsParameters(
        FACTORS[random.nextInt(FACTORS.length)],
        ITERATIONS[random.nextInt(ITERATIONS.length)],
        between(random, 1, 30),
        STARS_EXPONENTS[random.nextInt(STARS_EXPONENTS.length)],
        HALF_LIVES[random.nextInt(HALF_LIVES.length)],
        between(random, 2, 50),
        MIN_RATINGS[random.nextInt(MIN_RATINGS.length)],
        1);
  }

  /** Evenly in the logarithm, rounded to a tenth. */
  private static double between(Random random, double min, double max) {
    return Math.rint(10 * min * Math.pow(max / min, random.nextDouble())) / 10;
  }
}
