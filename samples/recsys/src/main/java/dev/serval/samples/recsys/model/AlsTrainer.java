package dev.serval.samples.recsys.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Factorizes ratings by weighted alternating least squares for implicit feedback (Y. Hu, Y. Koren,
 * C. Volinsky, Collaborative Filtering for Implicit Feedback Datasets, ICDM 2008, equation 3):
 *
 * <pre>
 *   minimise  Σ c(u,i) · (p(u,i) − x(u)·y(i))²  +  λ · (Σ |x(u)|²  +  Σ |y(i)|²)
 * </pre>
 *
 * over all users {@code u} and films {@code i}, where {@code p} is 1 for a rated film and 0 for any
 * other, and {@code c = 1 + alpha · (stars / 5)^starsExponent · 2^(−later / recencyHalfLife)} for a
 * rated film, {@code later} being how many films the user rated after it, and 1 for any other. With
 * the films fixed each user has a closed solution and the other way round, so the loss never rises.
 * The discount of older ratings is this sample's; what a user watches next is closer to what they
 * watched last.
 *
 * <p>The same ratings and parameters give the same bits on every machine: one thread, strict
 * floating point, a fixed order of summation.
 */
public final class AlsTrainer {
  private final AlsParameters parameters;

  /** A trainer with these hyper-parameters; it keeps no state between trainings. */
  public AlsTrainer(AlsParameters parameters) {
    this.parameters = parameters;
  }

  /**
   * Learns from ratings.
   *
   * @throws IllegalArgumentException if no film has enough ratings
   */
  public Factorization train(List<Rating> ratings) {
    return train(Interactions.of(ratings, parameters));
  }

  Factorization train(Interactions byUser) {
    if (byUser.columns() == 0) {
      throw new IllegalArgumentException(
          "no film has the " + parameters.minRatings() + " ratings it takes");
    }
    Interactions byFilm = byUser.transposed();
    int factors = parameters.factors();
    double[][] users = new double[byUser.rows()][factors];
    double[][] films = randomVectors(byFilm.rows());
    double[][] userGram = new double[factors][factors];
    double[][] filmGram = new double[factors][factors];
    NormalEquations equations = new NormalEquations(factors);
    List<Double> losses = new ArrayList<>();
    NormalEquations.gram(films, filmGram);
    for (int i = 0; i < parameters.iterations(); i++) {
      solve(byUser, users, films, filmGram, equations);
      NormalEquations.gram(users, userGram);
      solve(byFilm, films, users, userGram, equations);
      NormalEquations.gram(films, filmGram);
      losses.add(
          squaredErrors(byUser, users, films, userGram, filmGram)
              + parameters.regularization() * (squaredLengths(users) + squaredLengths(films)));
    }
    return new Factorization(
        byUser.rowIds(), byUser.columnIds(), toFloats(users), toFloats(films), losses);
  }

  /** Small enough to be a small part of the first loss, whatever the number of factors. */
  private double[][] randomVectors(int rows) {
    Random random = new Random(parameters.seed());
    double scale = 0.1 / Math.sqrt(parameters.factors());
    double[][] vectors = new double[rows][parameters.factors()];
    for (double[] vector : vectors) {
      for (int f = 0; f < vector.length; f++) {
        vector[f] = scale * random.nextGaussian();
      }
    }
    return vectors;
  }

  /**
   * Solves for every row: {@code (YᵀY + Yᵀ(C − I)Y + λI) x = YᵀCp}, where {@code YᵀY} is the same
   * for all and the rest has terms for the row's cells only (equation 4 of the paper).
   */
  private void solve(
      Interactions rows,
      double[][] solved,
      double[][] fixed,
      double[][] fixedGram,
      NormalEquations equations) {
    int[] start = rows.start();
    for (int r = 0; r < solved.length; r++) {
      equations.reset(fixedGram, parameters.regularization());
      for (int i = start[r]; i < start[r + 1]; i++) {
        double extra = rows.weight()[i];
        equations.add(fixed[rows.column()[i]], extra, 1 + extra);
      }
      equations.solve(solved[r]);
    }
  }

  /**
   * The first sum of the loss. Were no film rated, it would be {@code Σ (x·y)²}, the sum over the
   * element-wise product of both Gram matrices; each rating corrects its own term.
   */
  private static double squaredErrors(
      Interactions byUser,
      double[][] users,
      double[][] films,
      double[][] userGram,
      double[][] filmGram) {
    double sum = 0;
    for (int i = 0; i < userGram.length; i++) {
      sum += userGram[i][i] * filmGram[i][i];
      for (int j = i + 1; j < userGram.length; j++) {
        sum += 2 * userGram[i][j] * filmGram[i][j];
      }
    }
    for (int r = 0; r < users.length; r++) {
      for (int i = byUser.start()[r]; i < byUser.start()[r + 1]; i++) {
        double score = dot(users[r], films[byUser.column()[i]]);
        sum += (1 + byUser.weight()[i]) * (1 - score) * (1 - score) - score * score;
      }
    }
    return sum;
  }

  private static double squaredLengths(double[][] vectors) {
    double sum = 0;
    for (double[] vector : vectors) {
      sum += dot(vector, vector);
    }
    return sum;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int f = 0; f < x.length; f++) {
      sum += x[f] * y[f];
    }
    return sum;
  }

  private static float[][] toFloats(double[][] vectors) {
    float[][] floats = new float[vectors.length][];
    for (int r = 0; r < floats.length; r++) {
      floats[r] = new float[vectors[r].length];
      for (int f = 0; f < floats[r].length; f++) {
        floats[r][f] = (float) vectors[r][f];
      }
    }
    return floats;
  }
}
