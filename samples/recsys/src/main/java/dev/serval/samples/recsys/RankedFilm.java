package dev.serval.samples.recsys;

import java.util.List;

/**
 * A recommended film.
 *
 * @param filmId its id in MovieLens
 * @param title its title
 * @param year its year, 0 if unknown
 * @param genres its genres
 * @param score how well it fits, comparable within one answer
 */
public record RankedFilm(int filmId, String title, int year, List<String> genres, float score) {}
