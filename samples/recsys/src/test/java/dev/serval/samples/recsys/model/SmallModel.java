package dev.serval.samples.recsys.model;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A model of a few users and films, trained in a moment. */
final class SmallModel {
  static final int USERS = 12;
  static final int FILMS = 20;
  static final AlsParameters PARAMETERS = new AlsParameters(5, 3, 4, 1, 10, 1, 3, 1);

  private SmallModel() {}

  static Film film(int id) {
    List<String> genres =
        id % 3 == 0 ? List.of() : id % 3 == 1 ? List.of("War") : List.of("War", "Drama");
    return new Film(id, id % 5 == 0 ? "" : "Café № " + id, id % 5 == 0 ? 0 : 1990 + id, genres);
  }

  static List<Film> films() {
    return IntStream.rangeClosed(1, FILMS).mapToObj(SmallModel::film).toList();
  }

  static List<Rating> ratings() {
    Random random = new Random(7);
    return IntStream.range(0, USERS * FILMS)
        .filter(cell -> random.nextInt(3) == 0)
        .mapToObj(cell -> new Rating(1 + cell / FILMS, 1 + cell % FILMS, 4, 1_000 - cell))
        .toList();
  }

  static RankingModel model() {
    return RankingModel.train(films(), ratings(), PARAMETERS);
  }
}
