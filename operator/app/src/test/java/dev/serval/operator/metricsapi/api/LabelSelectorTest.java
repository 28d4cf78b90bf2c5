package dev.serval.operator.metricsapi.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {

  private static final Map<String, String> LABELS =
      Map.of("app", "shop", "example.com/tier", "front", "in", "notin", "empty", "");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \t",
        "app=shop",
        "app==shop",
        " app = shop ",
        "app in (shop)",
        "app in (other, shop)",
        "app in(shop,other)",
        "app notin (other)",
        "app!=other",
        "app != other",
        "app",
        "!missing",
        "! missing",
        "missing!=shop",
        "missing notin (shop)",
        "app=shop,example.com/tier=front",
        "app=shop , example.com/tier in ( front ) , !missing, app",
        "in=notin",
        "in in (notin)",
        "in",
        "empty=",
        "empty=,app=shop",
        "empty in ()",
        "empty in (,x)",
        "missing!="
      })
  void selects(String selector) {
    assertThat(LabelSelector.parse(selector).matches(LABELS::get)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app=other",
        "app==Shop",
        "app in (other)",
        "app notin (shop,other)",
        "app!=shop",
        "missing",
        "!app",
        "missing=shop",
        "missing in (shop)",
        "missing=",
        "app=shop,missing",
        "app=other,example.com/tier=front",
        "app="
      })
  void selectsNot(String selector) {
    assertThat(LabelSelector.parse(selector).matches(LABELS::get)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app=shop,| at character 10: '' where the key of a label has to be",
        ",app| at character 1: '' where the key of a label has to be",
        "app=shop example| at character 10: 'e' where ',' or the end has to be",
        "app shop| at character 5: 'app' needs one of =, ==, !=, in, notin",
        "app>5| at character 4: 'app' needs one of",
        "app in shop| at character 8: '(' is missing before the values",
        "app in (shop| at character 13: ')' is missing after the values",
        "app in (shop other)| at character 14: ')' is missing after the values",
        "app!shop| at character 5: '=' is missing after '!'",
        "app=sho$p| at character 5: 'sho$p' can't be the value of a label",
        "app=shop-| at character 5: 'shop-' can't be",
        "-app| at character 1: '-app' where the key of a label has to be",
        "a/b/c=d| at character 1: 'a/b/c' where the key",
        "Example.com/tier| at character 1: 'Example.com/tier' where the key",
        "/tier| at character 1: '/tier' where the key",
        "example.com/| at character 1: 'example.com/' where the key",
        "!| at character 2: '' where the key",
        "app===shop| at character 6: '=' where ',' or the end has to be",
        "!app=shop| at character 5: '=' where ',' or the end has to be",
        "(app)| at character 1: '' where the key",
      })
  void saysWhatIsWrong(String selector, String message) {
    assertThatThrownBy(() -> LabelSelector.parse(selector))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void keysAndValuesHaveBounds() {
    String longest = "v".repeat(63);
    assertThat(LabelSelector.parse("app=" + longest).matches(key -> longest)).isTrue();
    assertThatThrownBy(() -> LabelSelector.parse("app=" + longest + "v"))
        .hasMessageContaining("can't be the value of a label");
    assertThatThrownBy(() -> LabelSelector.parse("k".repeat(64)))
        .hasMessageContaining("where the key of a label has to be");
    assertThat(LabelSelector.parse("p".repeat(253) + "/k").requirements()).hasSize(1);
    assertThatThrownBy(() -> LabelSelector.parse("p".repeat(254) + "/k"))
        .hasMessageContaining("where the key of a label has to be");
  }
}
