package dev.serval.samples.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BundledModelTest {
  private static MovieLens data;
  private static Split split;

  @BeforeAll
  static void read() throws IOException {
    data = MovieLens.bundled();
    split = Split.lastOfEachUser(data.ratings(), Train.HELD_OUT);
  }

  @Test
  void beatsPopularityOnTheHeldOutFilms() throws IOException {
    Evaluation evaluation = Train.evaluate(data, split, RankingModel.bundled());
    Evaluation.Row model = evaluation.row(Train.MODEL);
    Evaluation.Row popularity = evaluation.row(Train.POPULARITY);
    assertThat(evaluation.users()).isEqualTo(671);
    assertThat(model.hitRate10()).isGreaterThan(1.3 * popularity.hitRate10());
    assertThat(model.ndcg10()).isGreaterThan(1.5 * popularity.ndcg10());
    assertThat(model.hitRate20()).isGreaterThan(1.2 * popularity.hitRate20());
    assertThat(popularity.hitRate10()).isGreaterThan(5 * evaluation.row("random").hitRate10());
  }

  @Test
  void isWhatTrainWrites() throws IOException {
    ByteArrayOutputStream trained = new ByteArrayOutputStream();
    Train.train(data, split).write(trained);
    try (InputStream bundled = RankingModel.class.getResourceAsStream("/recsys-model.bin")) {
      assertThat(bundled).isNotNull();
      assertThat(trained.toByteArray()).isEqualTo(bundled.readAllBytes());
    }
    assertThat(trained.size()).isLessThan(1_500_000);
  }

  @Test
  void neverSawTheHeldOutFilms() throws IOException {
    RankingModel model = RankingModel.bundled();
    split
        .heldOut()
        .forEach(
            (user, films) -> {
              assertThat(model.knows(user)).isTrue();
              assertThat(model.seen(user)).doesNotContain(films);
            });
    assertThat(model.users()).isEqualTo(split.heldOut().size());
    for (Film film : data.films()) {
      assertThat(model.film(film.id())).isEqualTo(film);
    }
  }

  @Test
  void retrainingOnSomeUsersBeatsPopularityToo() {
    List<Rating> some = data.ratings().stream().filter(r -> r.userId() <= 200).toList();
    Split small = Split.lastOfEachUser(some, Train.HELD_OUT);
    AlsParameters quick = new AlsParameters(12, 6, 5, 0.5, 10, 10, 5, 1);
    Collection<Film> films = data.films();
    Recommender model = RankingModel.train(films, small.train(), quick).recommender();
    Recommender popularity = Baselines.popularity(small.train());
    Evaluation evaluation = Evaluation.of(small, Map.of("model", model, "popularity", popularity));
    assertThat(evaluation.row("model").ndcg10())
        .isGreaterThan(1.2 * evaluation.row("popularity").ndcg10());
  }
}
