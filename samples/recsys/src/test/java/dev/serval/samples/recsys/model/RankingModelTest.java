package dev.serval.samples.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingModelTest {
  private static final RankingModel MODEL = SmallModel.model();

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 7, 32})
  void topAgreesWithSortingEverything(int factors) {
    Random random = new Random(factors);
    int films = 1_000;
    int[] ids = IntStream.range(0, films).map(i -> 3 * i + 2).toArray();
    float[][] byFactor = new float[factors][films];
    for (float[] row : byFactor) {
      for (int i = 0; i < films; i++) {
        // Few values, whole numbers: ties are common and every order of summation is exact.
        row[i] = random.nextInt(5) - 2;
      }
    }
    FilmScorer scorer = new FilmScorer(ids, byFactor);
    List<UserQuery> queries = new ArrayList<>();
    for (int k : new int[] {1, 2, 10, 257, 999, 1_000, 5_000}) {
      float[] user = new float[factors];
      for (int f = 0; f < factors; f++) {
        user[f] = random.nextInt(7) - 3;
      }
      int[] excluded = random.ints(k / 2, 0, 3 * films + 5).toArray();
      queries.add(new UserQuery(user, excluded, k));
    }
    List<List<ScoredFilm>> answers = scorer.top(queries);
    assertThat(answers).hasSameSizeAs(queries);
    for (int q = 0; q < queries.size(); q++) {
      assertThat(answers.get(q)).isEqualTo(sorted(ids, byFactor, queries.get(q)));
    }
  }

  @Test
  void anAnswerDoesNotDependOnItsCompany() {
    List<UserQuery> queries =
        IntStream.rangeClosed(1, SmallModel.USERS)
            .mapToObj(user -> new UserQuery(MODEL.userVector(user), MODEL.seen(user), 5))
            .toList();
    List<List<ScoredFilm>> together = MODEL.top(queries);
    for (int i = 0; i < queries.size(); i++) {
      UserQuery query = queries.get(i);
      assertThat(MODEL.top(query.userVector(), query.excluded(), 5)).isEqualTo(together.get(i));
    }
    assertThat(MODEL.top(List.of())).isEmpty();
  }

  @Test
  void neverAnswersExcludedFilms() {
    int[] all = IntStream.rangeClosed(1, SmallModel.FILMS).toArray();
    float[] vector = MODEL.userVector(1);
    assertThat(MODEL.top(vector, all, 5)).isEmpty();
    assertThat(MODEL.top(vector, new int[] {}, 1_000)).hasSize(MODEL.rankedFilms());
    List<ScoredFilm> best = MODEL.top(vector, new int[] {}, 2);
    int[] first = {best.getFirst().filmId(), best.getFirst().filmId(), -1, Integer.MAX_VALUE};
    assertThat(MODEL.top(vector, first, 1)).containsExactly(best.get(1));
  }

  @Test
  void knowsUsersAndFilms() {
    assertThat(MODEL.knows(1)).isTrue();
    assertThat(MODEL.knows(0)).isFalse();
    assertThat(MODEL.factors()).isEqualTo(SmallModel.PARAMETERS.factors());
    assertThat(MODEL.users()).isEqualTo(SmallModel.USERS);
    assertThat(MODEL.seen(2)).isSorted().isNotEmpty();
    assertThat(MODEL.film(3)).isEqualTo(SmallModel.film(3));
    assertThatThrownBy(() -> MODEL.film(0)).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> MODEL.seen(0)).hasMessage("the model does not know user 0");
    assertThatThrownBy(() -> MODEL.userVector(0)).hasMessage("the model does not know user 0");
  }

  @Test
  void handsOutCopies() {
    MODEL.userVector(1)[0] = 99;
    MODEL.seen(1)[0] = 99;
    assertThat(MODEL.userVector(1)[0]).isLessThan(9);
    assertThat(MODEL.seen(1)[0]).isLessThan(99);
  }

  @Test
  void popularFilmsComeWithTheirShareOfUsers() {
    List<ScoredFilm> popular = MODEL.popular(3);
    assertThat(popular).hasSize(3);
    assertThat(popular)
        .extracting(ScoredFilm::score)
        .isSortedAccordingTo(Comparator.reverseOrder());
    int first = popular.getFirst().filmId();
    long raters = SmallModel.ratings().stream().filter(r -> r.filmId() == first).count();
    assertThat(popular.getFirst().score())
        .isCloseTo(raters / (float) SmallModel.USERS, within(1e-6f));
    assertThat(MODEL.popular(10_000)).hasSize(SmallModel.FILMS);
    assertThatThrownBy(() -> MODEL.popular(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesVectorsThatCannotBeScored() {
    int factors = MODEL.factors();
    assertThatThrownBy(() -> MODEL.top(new float[factors + 1], new int[0], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(factors + " components, not " + (factors + 1));
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1e30f}) {
      float[] vector = new float[factors];
      vector[1] = bad;
      assertThatThrownBy(() -> MODEL.top(vector, new int[0], 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("component 1 of the user vector is " + bad);
    }
    assertThatThrownBy(() -> MODEL.top(new float[factors], new int[0], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("k must be at least 1");
  }

  @Test
  void recommendsByPopularityToUnknownUsers() {
    int first = MODEL.popular(1).getFirst().filmId();
    int second = MODEL.popular(2).get(1).filmId();
    assertThat(MODEL.recommender().recommend(-1, new int[] {first}, 1)).containsExactly(second);
    int[] known = MODEL.recommender().recommend(1, MODEL.seen(1), 3);
    assertThat(known)
        .containsExactly(
            MODEL.top(MODEL.userVector(1), MODEL.seen(1), 3).stream()
                .mapToInt(ScoredFilm::filmId)
                .toArray());
  }

  private static List<ScoredFilm> sorted(int[] ids, float[][] byFactor, UserQuery query) {
    List<ScoredFilm> all = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      int id = ids[i];
      if (IntStream.of(query.excluded()).noneMatch(excluded -> excluded == id)) {
        float score = 0;
        for (int f = 0; f < byFactor.length; f++) {
          score += query.userVector()[f] * byFactor[f][i];
        }
        all.add(new ScoredFilm(id, score));
      }
    }
    all.sort(
        Comparator.comparingDouble((ScoredFilm film) -> -film.score())
            .thenComparing(ScoredFilm::filmId));
    return all.subList(0, Math.min(query.k(), all.size()));
  }
}
