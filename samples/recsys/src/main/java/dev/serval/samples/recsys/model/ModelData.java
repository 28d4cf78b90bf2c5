package dev.serval.samples.recsys.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a model file holds. The arrays are not copied.
 *
 * @param films the catalogue, by ascending id
 * @param popularity how many users rated each film of the catalogue
 * @param rankedIds the ids of the films that have vectors, ascending
 * @param byFactor for each factor, its component of every ranked film
 * @param userIds the ids of the users, ascending
 * @param userVectors the vector of each user
 * @param seen for each user the ids of the films rated, ascending
 */
record ModelData(
    List<Film> films,
    int[] popularity,
    int[] rankedIds,
    float[][] byFactor,
    int[] userIds,
    float[][] userVectors,
    int[][] seen) {

  /** Puts together what the trainer learned and what it learned from. */
  static ModelData of(Collection<Film> catalogue, List<Rating> ratings, Factorization learned) {
    List<Film> films = catalogue.stream().sorted(Comparator.comparingInt(Film::id)).toList();
    int[] filmIds = films.stream().mapToInt(Film::id).toArray();
    int[] popularity = new int[filmIds.length];
    for (Rating rating : ratings) {
      int row = Arrays.binarySearch(filmIds, rating.filmId());
      if (row < 0) {
        throw new IllegalArgumentException("the catalogue has no film " + rating.filmId());
      }
      popularity[row]++;
    }
    float[][] byFactor = new float[learned.users()[0].length][learned.filmIds().length];
    for (int film = 0; film < learned.filmIds().length; film++) {
      for (int f = 0; f < byFactor.length; f++) {
        byFactor[f][film] = learned.films()[film][f];
      }
    }
    Map<Integer, int[]> seen = Evaluation.seenFilms(ratings);
    return new ModelData(
        films,
        popularity,
        learned.filmIds(),
        byFactor,
        learned.userIds(),
        learned.users(),
        Arrays.stream(learned.userIds()).mapToObj(seen::get).toArray(int[][]::new));
  }

  int factors() {
    return byFactor.length;
  }
}
