package dev.serval.operator.metricsapi.identity;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustSettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "requestheader-client-ca-file| nonsense| requestheader-client-ca-file has no certificates",
        "client-ca-file| -----BEGIN CERTIFICATE-----| client-ca-file has no certificates",
        "requestheader-allowed-names| front-proxy| requestheader-allowed-names is no list",
        "requestheader-username-headers| {}| requestheader-username-headers is no list",
        "requestheader-group-headers| [null]| requestheader-group-headers is no list",
      })
  void whatIsWrongIsNamed(String key, String value, String message) {
    assertThatThrownBy(() -> TrustSettings.of(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
