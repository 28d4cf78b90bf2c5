package dev.serval.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimespanTest {

  @ParameterizedTest
  @CsvSource({
    "30s, PT30S",
    "500ms, PT0.5S",
    "1m, PT1M",
    "0s, PT0S",
    "1h30m, PT1H30M",
    "99999h99999m99999s99999ms, PT101693H27M18.999S"
  })
  void isAsLongAsItSays(String text, Duration duration) {
    assertThat(new Timespan(text).toDuration()).isEqualTo(duration);
    assertThat(text.length()).isLessThanOrEqualTo(Timespan.MOST_CHARACTERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-1s", "1.5s", "1d", "30 s", "PT30S", "123456s"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> new Timespan(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining('"' + text + "\" is not a duration")
        .hasMessageContaining("30s, 500ms or 1h30m");
  }

  @Test
  void isTextInJson() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();

    assertThat(json.writeValueAsString(new Timespan("30s"))).isEqualTo("\"30s\"");
    assertThat(json.readValue("\"30s\"", Timespan.class)).isEqualTo(new Timespan("30s"));
  }
}
