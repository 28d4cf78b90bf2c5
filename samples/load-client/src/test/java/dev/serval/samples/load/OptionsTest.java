package dev.serval.samples.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

  @Test
  void loadsTheRecommenderIfNothingElseIsSaid() {
    Options options = Options.parse();

    assertThat(options.url()).isEqualTo(URI.create("http://127.0.0.1:8000"));
    assertThat(options.target()).isEqualTo("/recommend");
    assertThat(options.method()).isEqualTo("POST");
    assertThat(options.users()).isEqualTo(64);
    assertThat(options.duration()).isEqualTo(Duration.ofSeconds(20));
    assertThat(options.ramp()).isZero();
    assertThat(options.sendsBody()).isTrue();
  }

  @Test
  void takesValuesAfterABlankOrAnEqualsSign() {
    Options options =
        Options.parse("--users", "8", "--seconds=3", "--ramp", "2", "--method", "get");

    assertThat(options.users()).isEqualTo(8);
    assertThat(options.duration()).isEqualTo(Duration.ofSeconds(3));
    assertThat(options.ramp()).isEqualTo(Duration.ofSeconds(2));
    assertThat(options.method()).isEqualTo("GET");
    assertThat(options.sendsBody()).isFalse();
  }

  @Test
  void putsThePathBelowThatOfTheUrl() {
    assertThat(Options.parse("--url", "http://host/apps/", "--path", "/x?y=1").target())
        .isEqualTo("/apps/x?y=1");
    assertThat(Options.parse("--url", "http://host").target()).isEqualTo("/recommend");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --userz 3            | Unknown option --userz; try --help
          64                   | Unexpected "64": options start with --; try --help
          --users              | Nothing follows --users; try --help
          --users none         | --users takes a number from 1 to 10000, not "none"
          --users 0            | --users takes a number from 1 to 10000, not "0"
          --seconds 3601       | --seconds takes a number from 1 to 3600, not "3601"
          --requests 99999999  | --requests takes a number from 1 to 10000000, not "99999999"
          --ramp 30            | --ramp 30 is longer than the run of --seconds 20
          --url localhost:8000 | --url takes an address such as http://127.0.0.1:8000, not "localhost:8000"
          --url https://a      | --url takes an address such as http://127.0.0.1:8000, not "https://a"
          --path recommend     | --path takes a path that starts with /, not "recommend"
          --method BREW        | --method takes one of [GET, POST, PUT, PATCH, DELETE], not "BREW"
          """)
  void namesABadOption(String line, String message) {
    assertThatThrownBy(() -> Options.parse(line.split(" ")))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void givesEachRequestAnotherUser() {
    BodyTemplate body = Options.parse().body();

    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    for (int i = 0; i < 2_000; i++) {
      String text = new String(body.next(random));
      assertThat(text).matches("\\{\"userId\": \\d+, \"topK\": 10}");
      assertThat(Integer.parseInt(text.replaceAll("\\D+(\\d+).*", "$1"))).isBetween(1, 700);
    }
  }

  @Test
  void leavesABodyWithoutPlaceholderAsItIs() {
    BodyTemplate body = Options.parse("--body", "{\"text\":\"hola\"}").body();

    assertThat(new String(body.next(RandomGenerator.getDefault())))
        .isEqualTo("{\"text\":\"hola\"}");
  }
}
