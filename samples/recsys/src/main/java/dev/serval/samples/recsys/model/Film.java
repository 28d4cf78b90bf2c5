package dev.serval.samples.recsys.model;

import java.util.List;
import java.util.Objects;

/**
 * A film of the catalogue.
 *
 * @param id the film's MovieLens id, positive
 * @param title the title as MovieLens writes it, articles last ({@code "Matrix, The"}); empty when
 *     MovieLens has none
 * @param year the year of release, or 0 when MovieLens has none
 * @param genres the names of its genres in the order of MovieLens; empty when none are listed
 */
public record Film(int id, String title, int year, List<String> genres) {

  /** Copies {@code genres}. */
  public Film {
    Objects.requireNonNull(title, "title");
    genres = List.copyOf(genres);
  }
}
