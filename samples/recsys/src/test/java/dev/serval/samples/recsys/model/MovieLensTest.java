package dev.serval.samples.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovieLensTest {
  private static final String FILM_HEADER = "movieId,title,year,genres\n";
  private static final String RATING_HEADER = "userId,movieId,rating,timestamp\n";
  private static final String ONE_FILM = FILM_HEADER + "7,Sabrina,1995,Comedy|Romance\n";

  @Test
  void readsTheBundledTables() throws IOException {
    MovieLens data = MovieLens.bundled();
    assertThat(data.films()).hasSize(9_066);
    assertThat(data.ratings()).hasSize(100_004);
    assertThat(data.users()).isEqualTo(671);
    assertThat(data.films().iterator().next())
        .isEqualTo(
            new Film(
                1,
                "Toy Story",
                1995,
                List.of("Adventure", "Animation", "Children", "Comedy", "Fantasy")));
    assertThat(data.films())
        .anySatisfy(film -> assertThat(film.title()).contains("Cité des enfants perdus, La"))
        .contains(new Film(108_548, "", 0, List.of("Comedy")));
    assertThat(data.ratings().getFirst()).isEqualTo(new Rating(1, 2294, 2.0f, 1_260_759_108));
  }

  @Test
  void readsQuotedFields() throws IOException {
    String films =
        FILM_HEADER
            + "1,\"Say \"\"Aah\"\", Doctor\",1990,Drama\r\n"
            + "2,\"Two\nlines\",,(no genres listed)";
    assertThat(MovieLens.read(new StringReader(films), new StringReader(RATING_HEADER)).films())
        .containsExactly(
            new Film(1, "Say \"Aah\", Doctor", 1990, List.of("Drama")),
            new Film(2, "Two\nlines", 0, List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "x,A,1990,Drama;column movieId: expected a whole number from 1 to 2147483647, found \"x\"",
        "0,A,1990,Drama;column movieId: expected a whole number from 1 to 2147483647, found \"0\"",
        "1,A,90,Drama;column year: expected a whole number from 1870 to 2100, found \"90\"",
        "1,A,1990,;column genres: expected names separated by |, or (no genres listed), found \"\"",
        "1,A,1990,Drama||War;column genres: expected names separated by |",
        "7,A,1990,Drama;column movieId: a film that came before, found \"7\"",
        "1,A, B,1990,Drama;expected 4 columns, found 5",
        "1,A;expected 4 columns, found 2",
        "1,\"A,1990,Drama;column title: a quoted field that never ends",
        "1,\"A\"B,1990,Drama;column title: text after the closing quote",
        "1,A \"B\",1990,Drama;column title: a quote inside a field that does not begin with one",
      })
  void namesLineAndColumnOfAMalformedFilm(String row, String message) {
    assertThatThrownBy(
            () ->
                MovieLens.read(
                    new StringReader(ONE_FILM + row + "\n"), new StringReader(RATING_HEADER)))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageStartingWith("movies.csv, line 3: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a,7,4.0,10;column userId: expected a whole number from 1 to 2147483647, found \"a\"",
        "2,8,4.0,10;column movieId: a film that movies.csv does not have, found \"8\"",
        "1,7,4.0,10;column movieId: a film that user 1 rated before, found \"7\"",
        "2,7,four,10;column rating: expected a number, found \"four\"",
        "2,7,NaN,10;column rating: expected stars from 0.5 to 5 in steps of 0.5, found \"NaN\"",
        "2,7,5.5,10;column rating: expected stars from 0.5 to 5 in steps of 0.5, found \"5.5\"",
        "2,7,4.2,10;column rating: expected stars from 0.5 to 5 in steps of 0.5, found \"4.2\"",
        "2,7,4.0,-1;column timestamp: expected a whole number from 0 to 2147483647, found \"-1\"",
        "2,7,4.0;expected 4 columns, found 3",
      })
  void namesLineAndColumnOfAMalformedRating(String row, String message) {
    String ratings = RATING_HEADER + "1,7,3.5,10\n" + row + "\n";
    assertThatThrownBy(() -> MovieLens.read(new StringReader(ONE_FILM), new StringReader(ratings)))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage("ratings.csv, line 3: " + message);
  }

  @Test
  void countsTheLinesWithinQuotedFields() {
    String films = FILM_HEADER + "1,\"Two\nlines\",1990,Drama\nx,A,1990,Drama\n";
    assertThatThrownBy(
            () -> MovieLens.read(new StringReader(films), new StringReader(RATING_HEADER)))
        .hasMessageStartingWith("movies.csv, line 4: column movieId");
  }

  @Test
  void refusesAnotherHeader() {
    assertThatThrownBy(
            () -> MovieLens.read(new StringReader("id,name\n"), new StringReader(RATING_HEADER)))
        .hasMessage(
            "movies.csv, line 1: the header must be [movieId, title, year, genres], found [id,"
                + " name]");
    assertThatThrownBy(() -> MovieLens.read(new StringReader(""), new StringReader(RATING_HEADER)))
        .hasMessageContaining("the header must be");
  }
}
