package dev.serval.samples.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlsTrainerTest {
  private static final double NO_DISCOUNT = Double.POSITIVE_INFINITY;
  private static final AlsParameters TWO_FACTORS =
      new AlsParameters(2, 15, 20, 1, NO_DISCOUNT, 0.1, 1, 1);

  @Test
  void recoversTwoGroupsOfTaste() {
    // Users 1 to 4 watch films 1 to 4, users 5 to 8 films 5 to 8; everyone left one film out.
    List<Rating> ratings = new ArrayList<>();
    for (int user = 1; user <= 8; user++) {
      int first = user <= 4 ? 1 : 5;
      for (int film = first; film < first + 4; film++) {
        if (film != user) {
          ratings.add(new Rating(user, film, 5, film));
        }
      }
    }
    Factorization learned = new AlsTrainer(TWO_FACTORS).train(ratings);
    for (int user = 1; user <= 8; user++) {
      double left = score(learned, user, user);
      assertThat(left).isGreaterThan(0.5);
      for (int film = 1; film <= 8; film++) {
        if ((film <= 4) != (user <= 4)) {
          assertThat(score(learned, user, film)).isLessThan(0.1).isLessThan(left);
        } else if (film != user) {
          assertThat(score(learned, user, film)).isCloseTo(1, within(0.1));
        }
      }
    }
  }

  @Test
  void theLossFallsWithEachIteration() {
    List<Rating> ratings = randomRatings(30, 40, 300);
    AlsParameters parameters = new AlsParameters(6, 12, 8, 1, 5, 0.5, 1, 3);
    List<Double> losses = new AlsTrainer(parameters).train(ratings).losses();
    assertThat(losses).hasSize(12);
    for (int i = 1; i < losses.size(); i++) {
      assertThat(losses.get(i)).isLessThan(losses.get(i - 1));
    }
  }

  @Test
  void theLossIsThatOfTheFormula() {
    List<Rating> ratings = randomRatings(9, 7, 30);
    AlsParameters parameters = new AlsParameters(3, 4, 2, 1, NO_DISCOUNT, 0.7, 1, 3);
    Factorization learned = new AlsTrainer(parameters).train(ratings);
    double loss = 0;
    for (int user : learned.userIds()) {
      for (int film : learned.filmIds()) {
        double stars =
            ratings.stream()
                .filter(r -> r.userId() == user && r.filmId() == film)
                .mapToDouble(Rating::stars)
                .sum();
        double error = (stars > 0 ? 1 : 0) - score(learned, user, film);
        loss += (1 + 2 * stars / 5) * error * error;
      }
    }
    loss += 0.7 * (squares(learned.users()) + squares(learned.films()));
    assertThat(learned.losses().getLast()).isCloseTo(loss, within(1e-4));
  }

  @Test
  void eachIterationEndsInTheMinimumOverTheFilms() {
    List<Rating> ratings = randomRatings(9, 7, 30);
    AlsParameters parameters = new AlsParameters(3, 4, 2, 0, NO_DISCOUNT, 0.7, 1, 3);
    Factorization learned = new AlsTrainer(parameters).train(ratings);
    // The gradient by each film's vector is zero: Σ c (x·y − p) x + λ y = 0.
    for (int film = 0; film < learned.filmIds().length; film++) {
      int id = learned.filmIds()[film];
      double[] gradient = new double[3];
      for (int user = 0; user < learned.userIds().length; user++) {
        int userId = learned.userIds()[user];
        boolean rated = ratings.stream().anyMatch(r -> r.userId() == userId && r.filmId() == id);
        double error = (rated ? 3 : 1) * (score(learned, userId, id) - (rated ? 1 : 0));
        for (int f = 0; f < 3; f++) {
          gradient[f] += error * learned.users()[user][f];
        }
      }
      for (int f = 0; f < 3; f++) {
        assertThat(gradient[f] + 0.7 * learned.films()[film][f]).isCloseTo(0, within(1e-5));
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    List<Rating> ratings = randomRatings(20, 20, 100);
    AlsTrainer trainer = new AlsTrainer(TWO_FACTORS);
    List<Rating> shuffled = new ArrayList<>(ratings);
    Collections.shuffle(shuffled, new Random(5));
    Factorization one = trainer.train(ratings);
    assertThat(trainer.train(shuffled).films()).isDeepEqualTo(one.films());
    assertThat(new AlsTrainer(TWO_FACTORS.withSeed(2)).train(ratings).films()[0])
        .isNotEqualTo(one.films()[0]);
  }

  @Test
  void confidenceFollowsStarsAndRecency() {
    List<Rating> ratings =
        List.of(
            new Rating(1, 10, 5, 3),
            new Rating(1, 20, 5, 1),
            new Rating(1, 30, 2.5f, 2),
            new Rating(2, 10, 5, 9));
    AlsParameters parameters = new AlsParameters(2, 1, 8, 2, 1, 1, 1, 1);
    Interactions byUser = Interactions.of(ratings, parameters);
    assertThat(byUser.start()).containsExactly(0, 3, 4);
    assertThat(byUser.column()).containsExactly(0, 1, 2, 0);
    // Film 10 is user 1's newest, 30 is one older with a quarter for its stars, 20 is two older.
    assertThat(byUser.weight()).containsExactly(8, 2, 1, 8);
    assertThat(byUser.transposed().start()).containsExactly(0, 2, 3, 4);
    assertThat(byUser.transposed().weight()).containsExactly(8, 8, 2, 1);
  }

  @Test
  void filmsWithFewRatingsHaveNoVector() {
    List<Rating> ratings =
        List.of(new Rating(1, 10, 5, 1), new Rating(2, 10, 5, 1), new Rating(2, 20, 5, 2));
    AlsParameters parameters = new AlsParameters(2, 2, 8, 0, 1, 1, 2, 1);
    Factorization learned = new AlsTrainer(parameters).train(ratings);
    assertThat(learned.filmIds()).containsExactly(10);
    assertThat(learned.userIds()).containsExactly(1, 2);
    assertThatThrownBy(() -> new AlsTrainer(parameters).train(ratings.subList(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no film has the 2 ratings it takes");
  }

  @Test
  void solvesSystems() {
    NormalEquations equations = new NormalEquations(3);
    double[] x = new double[3];
    equations.reset(new double[3][3], 2);
    equations.add(new double[] {1, 2, 3}, 1, 20);
    equations.add(new double[] {0, -1, 1}, 4, -1);
    equations.solve(x);
    // A = 2I + vvᵀ + 4wwᵀ = [[3,2,3],[2,10,2],[3,2,15]]; b = 20v − w = (20, 41, 59).
    assertThat(3 * x[0] + 2 * x[1] + 3 * x[2]).isCloseTo(20, within(1e-12));
    assertThat(2 * x[0] + 10 * x[1] + 2 * x[2]).isCloseTo(41, within(1e-12));
    assertThat(3 * x[0] + 2 * x[1] + 15 * x[2]).isCloseTo(59, within(1e-12));
    equations.reset(new double[3][3], -1);
    assertThatThrownBy(() -> equations.solve(x)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void parametersHaveBounds() {
    assertThatThrownBy(() -> new AlsParameters(0, 1, 1, 1, 1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("factors is out of its bounds: 0");
    assertThatThrownBy(() -> new AlsParameters(1, 1, Double.NaN, 1, 1, 1, 1, 1))
        .hasMessageStartingWith("alpha");
    assertThatThrownBy(() -> new AlsParameters(1, 1, 1, 1, 0, 1, 1, 1))
        .hasMessageStartingWith("recencyHalfLife");
  }

  private static List<Rating> randomRatings(int users, int films, int count) {
    Random random = new Random(11);
    return random
        .ints(0, users * films)
        .distinct()
        .limit(count)
        .mapToObj(
            cell ->
                new Rating(
                    1 + cell / films,
                    1 + cell % films,
                    (1 + random.nextInt(10)) / 2f,
                    random.nextInt(1000)))
        .toList();
  }

  private static double score(Factorization learned, int user, int film) {
    float[] x = learned.users()[Arrays.binarySearch(learned.userIds(), user)];
    float[] y = learned.films()[Arrays.binarySearch(learned.filmIds(), film)];
    double sum = 0;
    for (int f = 0; f < x.length; f++) {
      sum += x[f] * y[f];
    }
    return sum;
  }

  private static double squares(float[][] vectors) {
    double sum = 0;
    for (float[] vector : vectors) {
      for (float v : vector) {
        sum += v * v;
      }
    }
    return sum;
  }
}
